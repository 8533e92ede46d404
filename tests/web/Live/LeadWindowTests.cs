using OneLead.Sources.Http;
using OneLead.Views;
using OneLead.Web.Live;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Tests.Live;

public class LeadWindowTests
{
    private const int Accounts = 6, Each = 40;

    private readonly TenantModel _model = TestData.Model(Accounts, Each);
    private long _version = 1;

    [Theory]
    [InlineData("score", true, 20)]
    [InlineData("account", false, 20)]
    [InlineData("value", true, 50)]
    [InlineData("updatedAt", false, 1_000)]
    [InlineData("product", true, null)]
    public void A_reader_of_the_first_rows_knows_them_as_they_are_after_every_refresh(string name, bool descending, int? top)
    {
        var (random, sort, filter) = (new Random(top ?? 7), new Sort(name, descending), new LeadFilter(MinScore: 30));
        var window = new LeadWindow(filter, sort, top);
        window.Refresh(_model.State());
        var told = 0;
        // What a reader has loaded, then as it was told.
        var known = Read();
        for (var round = 0; round < 200; round++)
        {
            for (var i = random.Next(4); i >= 0; i--)
            {
                foreach (var change in Move(random).Where(c => window.Concerns(in c)))
                {
                    told++;
                    known[change.Id] = change.Lead;
                }
            }
            // It reads again whenever it likes, also between a change and the next refresh.
            if (random.Next(3) == 0)
            {
                foreach (var (id, row) in Read())
                    known[id] = row;
            }
            if (window.IsDirty)
            {
                foreach (var entered in window.Refresh(_model.State()))
                    known[entered.Id] = entered.Row;
            }
            Assert.Equal(_model.State().All().Count(l => filter.Matches(in l)), window.Total);
            Assert.All(Read(), row => Assert.Equal(row.Value, known[row.Key]));
        }
        Assert.NotEqual(0, told);

        Dictionary<string, LeadRow?> Read() =>
            _model.State().Leads(filter, sort, null, top ?? 500).Rows.ToDictionary(l => l.Id, l => (LeadRow?)l.Row);
    }

    [Fact]
    public void What_happens_below_the_window_is_counted_and_not_told()
    {
        var window = new LeadWindow(new LeadFilter(), LeadSorts.Default, 10);
        window.Refresh(_model.State());
        var last = _model.State().Leads(new LeadFilter(), new Sort("score", false), null, 1).Rows[0];
        var change = Assert.Single(Apply(last.Row with { Status = LeadStatus.Rejected }));
        var total = window.Total;
        Assert.False(window.Concerns(in change));
        Assert.True(window.IsDirty);
        Assert.Empty(window.Refresh(_model.State()));
        Assert.Equal(total - 1, window.Total);
        var other = new LeadChange(change.After, change.After);
        Assert.False(window.Concerns(in other));
        Assert.False(window.IsDirty);
    }

    // A row gets another score, status or value, or goes.
    private IReadOnlyList<LeadChange> Move(Random random)
    {
        var leads = _model.State().All();
        var row = leads[random.Next(leads.Count)].Row;
        return random.Next(12) == 0
            ? Apply(row, isGone: true)
            : Apply(row with
            {
                Score = random.Next(0, 10_001) / 100m,
                Status = (LeadStatus)random.Next(5),
                Version = row.Version + 1,
                UpdatedAt = row.UpdatedAt.AddSeconds(random.Next(-500, 500)),
                Value = random.Next(3) == 0 ? null : new(50_000, random.Next(1, 20) * 10_000, "USD", "storage_basic"),
            });
    }

    private IReadOnlyList<LeadChange> Apply(LeadRow row, bool isGone = false)
    {
        var account = _model.Account(row.AccountId)!;
        _model.Apply(new AccountDelta(row.AccountId, new(++_version, 1), _model.VersionOf(row.AccountId), account, false,
            isGone ? [] : [row], isGone ? [row.Id] : []), out var change);
        return change.Leads;
    }
}
