using OneLead.Events;
using OneLead.Views;
using OneLead.Web.Access;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Tests.ReadModel;

public class VisibleModelTests
{
    private readonly TenantModel _model = new(TimeProvider.System) { Epoch = "test" };
    private long _version;

    private static Visibility Of(string manager) => Visibility.Of(Role.AccountManager, [manager], []);

    public VisibleModelTests()
    {
        _model.Apply(TestData.Tenant);
        // More than a word of bits.
        for (var i = 0; i < 150; i++)
            Apply(i, i % 3 == 0 ? "Kim" : "Lee", i % 2 == 0 ? "north" : "south");
    }

    [Fact]
    public void Rows_of_accounts_that_are_not_seen_are_left_out()
    {
        var kim = new VisibleModel(_model, Of(" kim "));
        var state = kim.State();

        Assert.Equal(50, state.Accounts.Count);
        Assert.Equal(Enumerable.Range(0, 150).Where(i => i % 3 == 0).Select(Id).Order(), Accounts(state).Order());
        Assert.Equal(100, state.Leads.Count);
        Assert.All(state.All(), l => Assert.Equal("Kim", _model.Account(l.Row.AccountId)!.AccountManager));
        Assert.Equal(100, state.Leads(new LeadFilter(Statuses: [.. Enum.GetValues<LeadStatus>()]), LeadSorts.Default, null, 10).Total);
        Assert.Equal(50, Ids(kim.Entities(EventKind.Opportunity)).Length);
        Assert.Equal(50, kim.Ending().Count);
        Assert.Equal((150, 300), (_model.State().Accounts.Count, _model.State().Leads.Count));
        Assert.Null(kim.Account(Id(1)));
        Assert.Empty(kim.LeadsOf(Id(1)));
        Assert.NotNull(kim.Account(Id(3)));
        var foreign = _model.LeadsOf(Id(1))[0].Id;
        Assert.Equal((null, foreign), (kim.Lead(foreign)?.Id, new VisibleModel(_model, Visibility.All).Lead(foreign)?.Id));
    }

    [Fact]
    public void An_account_enters_and_leaves_with_its_manager()
    {
        var (kim, lee) = (new VisibleModel(_model, Of("Kim")), new VisibleModel(_model, Of("Lee")));
        var former = kim.State();
        Assert.DoesNotContain(Id(1), Accounts(former));
        Assert.Contains(Id(1), Accounts(lee.State()));

        Apply(1, "KIM", "south");

        Assert.Contains(Id(1), Accounts(kim.State()));
        Assert.DoesNotContain(Id(1), Accounts(lee.State()));
        Assert.Equal(102, kim.State().Leads.Count);
        Assert.Equal((51, 51), (Ids(kim.Entities(EventKind.Opportunity)).Length, kim.Ending().Count));
        Assert.DoesNotContain(Id(1), Accounts(former));

        Apply(1, null, "south");
        Assert.Equal(100, kim.State().Leads.Count);
        Assert.Equal(198, lee.State().Leads.Count);
        Apply(3, "Kim", "south", isGone: true);
        Assert.Equal((49, 98), (kim.State().Accounts.Count, kim.State().Leads.Count));
        Apply(500, "Kim", "south");
        Assert.Equal((50, 100), (kim.State().Accounts.Count, kim.State().Leads.Count));
    }

    [Fact]
    public void Who_has_no_name_or_territory_sees_no_account()
    {
        foreach (var role in (Role[])[Role.AccountManager, Role.TerritoryManager])
        {
            var state = new VisibleModel(_model, Visibility.Of(role, [], [])).State();
            Assert.Equal((0, 0, 0), (state.Accounts.Count, state.Leads.Count, state.Portfolio.Totals.Accounts));
            Assert.Empty(state.Territories);
        }
    }

    [Fact]
    public void Territory_managers_see_by_the_territory_of_the_account()
    {
        var north = new VisibleModel(_model, Visibility.Of(Role.TerritoryManager, [], ["north", "arctic"]));
        Assert.Equal(75, north.State().Accounts.Count);
        Apply(0, "Kim", "south");
        Apply(1, "Lee", "arctic");
        Assert.Equal((75, 150), (north.State().Accounts.Count, north.State().Leads.Count));
        Assert.Equal(["arctic", "north"], north.State().Territories.Keys.Order());
    }

    [Fact]
    public void Sums_are_those_of_the_accounts_that_are_seen()
    {
        _model.Apply(new TerritoryRow("north", Totals(1_000_000), TestData.Now));
        _model.Apply(new PortfolioView(Totals(5_000_000), 9, TestData.Tenant.AsOf, "1", TestData.Now));
        var state = new VisibleModel(_model, Of("Kim")).State();
        // Account i adds i items and i + 1 dollars. Kim manages the accounts 0, 3, 6 … 147. Even numbers are in the north.
        var (items, north) = (50 * 147 / 2, 25 * 144 / 2);

        Assert.Equal((50, items, 2), (state.Portfolio.Totals.Accounts, state.Portfolio.Totals.Items, state.Portfolio.Territories));
        Assert.Equal((items + 50) * 100, (long)state.Portfolio.Totals.In("USD").LeadValue);
        Assert.Equal(["north", "south"], state.Territories.Keys.Order());
        Assert.Equal((25, north), (state.Territories["north"].Totals.Accounts, state.Territories["north"].Totals.Items));
        Assert.Equal((north + 25) * 100, (long)state.Territories["north"].Totals.In("USD").LeadValue);
        Assert.Equal(items - north, state.Territories["south"].Totals.Items);
        Assert.Equal((TestData.Tenant.AsOf, "1"), (state.Portfolio.AsOf, state.Portfolio.RulesVersion));
        // Who sees all accounts has the roll-ups as they are.
        Assert.Equal(5_000_000, _model.State().Portfolio.Totals.Items);
        Assert.Same(_model.State().Territories, new VisibleModel(_model, Visibility.All).State().Territories);
    }

    [Fact]
    public void The_money_of_kinds_that_are_not_seen_is_unknown()
    {
        _model.Apply(new PortfolioView(Totals(7), 2, TestData.Tenant.AsOf, "1", TestData.Now));
        var consultant = new VisibleModel(_model, Visibility.Of(Role.ServiceConsultant, [], []));
        var (account, whole) = (consultant.Account(Id(5))!, _model.Account(Id(5))!);

        Assert.True(whole.Totals.OpenOpportunities > 0 && whole.Totals.In("USD").Weighted > 0);
        Assert.Equal(whole.Totals.OpenOpportunities, account.Totals.OpenOpportunities);
        Assert.Equal((account.Totals.OpenOpportunities, 0), (account.Totals.PipelineUnknown, (int)account.Totals.In("USD").Weighted));
        Assert.Equal(600, (int)account.Totals.In("USD").LeadValue);
        foreach (var entry in consultant.State().Accounts)
            Assert.Equal(
                (entry.Row.Totals.OpenOpportunities, 0), (entry.Row.Totals.PipelineUnknown, (int)entry.Row.Totals.In("USD").Weighted));
        Assert.Equal((0, 7), ((int)consultant.State().Portfolio.Totals.In("USD").Weighted, consultant.State().Portfolio.Totals.Items));
        Assert.Equal(0, consultant.Entities(EventKind.Opportunity).Count);
        Assert.Empty(Ids(consultant.Entities(EventKind.Opportunity)));
        Assert.Equal(300, consultant.State().Leads.Count);
    }

    [Fact]
    public void A_visibility_that_is_not_used_is_dropped_and_found_again()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var (index, accounts) = (new SeenIndex(clock), new SnapshotTable<AccountEntry>());
        accounts.Add(new(Row(0, "Kim", "north"), AccountNumber: 70));
        Assert.True(SeenAccounts.Contains(index.Of(Of("Kim"), accounts)!, 70));
        clock.Advance(TimeSpan.FromMinutes(4));
        Assert.False(SeenAccounts.Contains(index.Of(Of("Lee"), accounts)!, 70));
        clock.Advance(TimeSpan.FromMinutes(4));
        index.Of(Of("Lee"), accounts);
        Assert.Equal(1, index.Count);
        index.Changed(70, null);
        accounts.Remove(0);
        Assert.False(SeenAccounts.Contains(index.Of(Of("Kim"), accounts)!, 70));
        Assert.Null(index.Of(Visibility.All, accounts));
        Assert.Equal(2, index.Count);
    }

    [Theory]
    [InlineData("Kim", "Kim", true, true)]
    [InlineData("Kim", "Lee", true, false)]
    [InlineData("Lee", "Kim", false, true)]
    [InlineData("Lee", "Lee", false, false)]
    public void A_change_is_told_as_it_looks_for_a_visibility(string before, string after, bool was, bool isNow)
    {
        Apply(1, before, "south");
        var leads = _model.LeadsOf(Id(1));
        // One lead goes, one stays as it is, one comes.
        var seen = VisibleChange.Of(_model, Apply(1, after, "south", leads: [leads[1], Lead(999)]), Of("Kim"));

        if (!was && !isNow)
        {
            Assert.Null(seen);
            return;
        }
        Assert.Equal((was, isNow), (seen!.Previous is not null, seen.Account is not null));
        var changes = seen.Leads.Select(l => (l.Id, l.Before is not null, l.After is not null)).Order().ToList();
        List<(string, bool, bool)> expected = (was, isNow) switch
        {
            (true, true) => [(leads[0].Id, true, false), (Lead(999).Id, false, true)],
            (true, false) => [(leads[0].Id, true, false), (leads[1].Id, true, false)],
            _ => [(leads[1].Id, false, true), (Lead(999).Id, false, true)],
        };
        Assert.Equal(expected.Order(), changes);
    }

    [Fact]
    public void Who_sees_all_accounts_gets_the_change_itself()
    {
        var change = Apply(1, "Kim", "south");
        Assert.Same(change, VisibleChange.Of(_model, change, Visibility.All));
        Assert.Same(change, VisibleChange.Of(_model, change, Visibility.Of(Role.Analyst, [], [])));
    }

    [Fact]
    public void A_lead_that_moves_goes_from_one_and_comes_to_the_other()
    {
        var lead = _model.LeadsOf(Id(0))[0];
        // Account 0 is Kim's, account 1 Lee's; the new account tells first.
        var change = Apply(1, "Lee", "south", leads: [.. _model.LeadsOf(Id(1)), lead with { AccountId = Id(1) }]);

        Assert.Equal((lead.Id, true, false), Told(VisibleChange.Of(_model, change, Of("Kim"))!.Leads));
        Assert.Equal((lead.Id, false, true), Told(VisibleChange.Of(_model, change, Of("Lee"))!.Leads));
        Assert.Null(new VisibleModel(_model, Of("Kim")).Lead(lead.Id));

        static (string, bool, bool) Told(IReadOnlyList<LeadChange> leads)
        {
            var told = Assert.Single(leads);
            return (told.Id, told.Before is not null, told.After is not null);
        }
    }

    private static string Id(int i) => $"name:x:A{i}";

    private static LeadRow Lead(int i) => TestData.Lead(i, "", null, new Random(1));

    private static Contribution Totals(int items) => new(1, items, default, 0, 4, 2, 0, 0)
    {
        Sums = new([new("USD", (items + 1) * 100, 1, 4_500_000, 2, 0, 0)]),
    };

    private static AccountRow Row(int i, string? manager, string territory) => TestData.Account(i, new Random(i)) with
    {
        Id = Id(i),
        AccountManager = manager,
        Territory = territory,
        Totals = Totals(i),
    };

    private AccountChange Apply(
        int i, string? manager, string territory, bool isGone = false, IReadOnlyList<LeadRow>? leads = null)
    {
        leads ??= [Lead(2 * i), Lead((2 * i) + 1)];
        _model.Apply(
            new AccountDelta(
                Id(i), new(++_version, 1), default, isGone ? null : Row(i, manager, territory), true,
                isGone ? [] : [.. leads.Select(l => l with { AccountId = Id(i) })], [])
            {
                Entities = isGone ? [] :
                [
                    new EntityRow(EventKind.Opportunity, $"o{i}", Id(i), territory, EventData.Empty, TestData.Now),
                ],
                Ending = isGone ? [] : [new($"i{i}", $"S{i}", "DL380", new(2025, 12, 1), null, null, territory)],
            }, out var change);
        return change;
    }

    private static string[] Ids(SnapshotTable<EntityEntry>.Rows rows)
    {
        var ids = new List<string>();
        foreach (ref readonly var row in rows)
            ids.Add(row.Row.Id);
        return [.. ids];
    }

    private static string[] Accounts(ModelState state)
    {
        var ids = new List<string>();
        foreach (var account in state.Accounts)
            ids.Add(account.Row.Id);
        return [.. ids];
    }
}
