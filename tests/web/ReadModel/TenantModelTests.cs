using OneLead.Views;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Tests.ReadModel;

public class TenantModelTests
{
    private readonly TenantModel _model = new(TimeProvider.System) { Epoch = "test" };
    private readonly AccountRow _a = TestData.Account(1, new Random(1));
    private readonly AccountRow _b = TestData.Account(2, new Random(1));
    private readonly LeadRow _lead;

    public TenantModelTests() => _lead = TestData.Lead(1, _a.Id, _a.Territory, new Random(1));

    [Fact]
    public void A_delta_that_follows_is_applied_and_an_older_one_ignored()
    {
        Assert.Equal(DeltaOutcome.Applied, Apply(Delta(_a, 5, 0, _lead)));
        Assert.Equal(DeltaOutcome.Old, Apply(Delta(_a, 5, 0)));
        Assert.Equal(DeltaOutcome.Old, Apply(Delta(_a, 4, 3)));
        Assert.Equal(DeltaOutcome.Gap, Apply(Delta(_a, 9, 7)));
        Assert.Equal(DeltaOutcome.Applied, Apply(Delta(_a, 9, 5)));
        Assert.Equal(_lead, _model.Lead(_lead.Id));
        Assert.Equal(new StateVersion(9, 1), _model.VersionOf(_a.Id));
    }

    [Fact]
    public void A_whole_state_replaces_and_tells_only_what_changed()
    {
        var other = TestData.Lead(2, _a.Id, _a.Territory, new Random(2));
        Apply(Delta(_a, 1, 0, _lead, other));
        var changed = _lead with { Score = 99.5m, Priority = Priority.Critical };
        _model.Apply(new AccountDelta(_a.Id, new(7, 1), new(3, 1), _a, true, [changed], []), out var change);
        Assert.Equal([(other.Id, null, other.Priority), (_lead.Id, changed, _lead.Priority)],
            change.Leads.Select(c => (c.Id, c.Lead, c.PreviousPriority)));
        _model.Apply(new AccountDelta(_a.Id, new(8, 1), new(3, 1), _a, true, [changed], []), out change);
        Assert.Empty(change.Leads);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_lead_that_moves_is_with_its_new_account_whoever_tells_first(bool loserFirst)
    {
        Apply(Delta(_a, 1, 0, _lead));
        AccountDelta[] news = [new(_a.Id, new(7, 1), new(1, 1), _a, false, [], [_lead.Id]),
            Delta(_b, 7, 0, _lead with { AccountId = _b.Id })];
        foreach (var delta in loserFirst ? news : news.Reverse())
            Apply(delta);
        Assert.Equal(_b.Id, _model.Lead(_lead.Id)?.AccountId);
        Assert.Equal("Company 2", Assert.Single(_model.State().All()).AccountName);
        Assert.Empty(_model.LeadsOf(_a.Id));
        // Late news of the former account takes nothing back.
        _model.Apply(new AccountDelta(_a.Id, new(6, 1), new(5, 1), _a, true, [_lead], []), out AccountChange _);
        Assert.Equal(_b.Id, _model.Lead(_lead.Id)?.AccountId);
    }

    [Fact]
    public void A_lead_that_two_accounts_name_stays_when_one_takes_it_back()
    {
        Apply(Delta(_a, 950, 0, _lead));
        // The gainer knows of the lead before its former account does, under an older number, and does not say it again.
        Apply(new(_b.Id, new(900, 1), default, _b, true, [_lead with { AccountId = _b.Id }], []));
        Assert.Equal(_a.Id, _model.Lead(_lead.Id)?.AccountId);
        _model.Apply(new AccountDelta(_a.Id, new(1_000, 1), new(950, 1), null, true, [], []), out var change);
        Assert.Equal(_b.Id, _model.Lead(_lead.Id)?.AccountId);
        Assert.Equal(_b.Id, Assert.Single(change.Leads).Lead?.AccountId);
        Apply(new(_b.Id, new(1_001, 1), new(900, 1), _b, false, [], [_lead.Id]));
        Assert.Empty(_model.State().All());
        Assert.Null(_model.Lead(_lead.Id));
    }

    [Fact]
    public void A_departed_account_leaves_with_its_leads_and_stays_gone_for_late_news()
    {
        Apply(Delta(_a, 3, 0, _lead));
        Apply(new(_a.Id, new(4, 1), new(3, 1), null, false, [], []));
        Assert.Equal(DeltaOutcome.Old, Apply(Delta(_a, 2, 0, _lead)));
        Assert.Null(_model.Account(_a.Id));
        Assert.Empty(_model.State().All());
    }

    [Fact]
    public void A_state_does_not_change_for_its_holder()
    {
        Apply(Delta(_a, 1, 0, _lead));
        var state = _model.State();
        Apply(new(_a.Id, new(2, 1), new(1, 1), _a, false, [_lead with { Score = 1 }], []));
        Apply(Delta(_b, 2, 0, TestData.Lead(9, _b.Id, null, new Random(3))));
        Assert.Equal(_lead, Assert.Single(state.All()).Row);
        Assert.Equal(2, _model.State().All().Count);
    }

    [Fact]
    public void A_renamed_account_is_found_under_its_new_name()
    {
        Apply(Delta(_a, 1, 0, _lead with { Status = LeadStatus.New }));
        Apply(new(_a.Id, new(2, 1), new(1, 1), _a with { Name = "Renamed" }, false, [], []));
        Assert.Equal(1, _model.State().Leads(new(Text: "renamed"), LeadSorts.Default, null, 10).Total);
    }

    [Fact]
    public void A_roll_up_that_was_published_before_the_one_it_has_is_ignored_whichever_comes_first()
    {
        var versions = new RollUpVersion[] { new(1, 9), new(2, 1), new(2, 2) };
        Assert.True(_model.Apply(Territory(1, versions[1])));
        Assert.False(_model.Apply(Territory(5, versions[0])));
        Assert.Equal(1, _model.State().Territories["1"].Totals.Items);
        Assert.True(_model.Apply(Territory(2, versions[2])));
        Assert.Equal(2, _model.State().Territories["1"].Totals.Items);
        // Nothing, of a territory that was never shown.
        Assert.False(_model.Apply(new TerritoryRow("2", default, default) { Version = versions[2] }));

        Assert.True(_model.Apply(Portfolio(1, versions[1])));
        Assert.False(_model.Apply(Portfolio(5, versions[0])));
        Assert.True(_model.Apply(Portfolio(2, versions[2])));
        Assert.Equal(2, _model.State().Portfolio.Totals.Items);

        static TerritoryRow Territory(int items, RollUpVersion version) =>
            new("1", new Contribution(1, items, default, 0, 0, 0, 0, 0, 0), default) { Version = version };

        static PortfolioView Portfolio(int items, RollUpVersion version) =>
            new(new Contribution(1, items, default, 0, 0, 0, 0, 0, 0), 1, default, "", default) { Version = version };
    }

    [Fact]
    public void The_day_and_the_rules_are_those_of_the_latest_tenant_row_whoever_tells_them()
    {
        var (monday, tuesday) = (new DateOnly(2025, 10, 27), new DateOnly(2025, 10, 28));
        var before = _model.Tenant;
        _model.Apply(before with { Sequence = 7, AsOf = tuesday, RulesVersion = "2" });
        _model.Apply(before with { Sequence = 3, AsOf = monday, RulesVersion = "1" });
        Assert.Equal((tuesday, "2"), (_model.Tenant.AsOf, _model.Tenant.RulesVersion));

        // From a silo that has not read the row yet.
        _model.Apply(new PortfolioView(default, 0, monday, "1", default) { Version = new(1, 1), TenantSequence = 3 });
        Assert.Equal((tuesday, "2"), (_model.State().Portfolio.AsOf, _model.State().Portfolio.RulesVersion));
    }

    private DeltaOutcome Apply(AccountDelta delta) => _model.Apply(delta, out AccountChange _);

    private static AccountDelta Delta(AccountRow account, long version, long previous, params LeadRow[] leads) =>
        new(account.Id, new(version, 1), previous == 0 ? default : new(previous, 1), account, false, [.. leads], []);
}
