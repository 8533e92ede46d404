using System.Collections.Frozen;
using OneLead.Sources.Http;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Tests.ReadModel;

public class LeadQueryTests
{
    public static TheoryData<string> Sorts => [.. LeadSorts.All.Keys.SelectMany(k => (string[])[k, "-" + k])];

    [Theory, MemberData(nameof(Sorts))]
    public void Paging_visits_each_lead_once_and_in_the_order_of_the_sort(string sortText)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var state = TestData.Model(20, 15, seed).State();
            var sort = Sort.Parse(sortText);
            var filter = new LeadFilter(Statuses: Enum.GetValues<LeadStatus>().ToFrozenSet());
            var expected = state.All().OrderBy(l => LeadSorts.All[sort.Name](in l), sort.Order).Select(l => l.Row.Id);
            Assert.Equal(expected, Visit(state, filter, sort, limit: 1 + seed * 7));
        }
    }

    [Theory, MemberData(nameof(Sorts))]
    public void Leads_that_stay_are_visited_though_others_come_and_go_between_pages(string sortText)
    {
        var model = TestData.Model(20, 15);
        var (sort, filter) = (Sort.Parse(sortText), new LeadFilter(Statuses: Enum.GetValues<LeadStatus>().ToFrozenSet()));
        var before = model.State().All().Select(l => l.Row.Id).ToHashSet();
        var visited = new List<string>();
        string? cursor = null;
        var step = 2L;
        do
        {
            var page = model.State().Leads(filter, sort, cursor is null ? null : Cursor.TryRead(cursor, sort), 20);
            visited.AddRange(page.Rows.Select(l => l.Row.Id));
            cursor = page.Next;
            // Another account loses its leads and new ones come.
            var gone = TestData.Account((int)step, new Random(1));
            model.Apply(new(gone.Id, new(step, 1), new(1, 1), null, true, [], []), out AccountChange _);
            var added = TestData.Account(100 + (int)step, new Random(1));
            model.Apply(new(added.Id, new(step, 1), default, added, true,
                [TestData.Lead(10_000 + (int)step, added.Id, added.Territory, new Random(2))], []), out AccountChange _);
            step++;
        }
        while (cursor is not null);
        var stayed = model.State().All().Select(l => l.Row.Id).Where(before.Contains).ToHashSet();
        Assert.Equal(visited.Count, visited.Distinct().Count());
        Assert.Superset(stayed, visited.ToHashSet());
    }

    [Fact]
    public void A_filter_finds_what_a_scan_of_all_leads_finds()
    {
        var state = TestData.Model(40, 25, 7).State();
        var all = state.All();
        (LeadFilter Filter, Func<LeadEntry, bool> Expected)[] cases =
        [
            (new(), l => l.Status < LeadStatus.Converted),
            (new(Types: Set(LeadType.Renewal)), l => l.IsOpen && l.Type == LeadType.Renewal),
            (new(Priorities: Set(Priority.High, Priority.Critical)), l => l.IsOpen && l.Priority >= Priority.High),
            (new(Statuses: Set(LeadStatus.Rejected)), l => l.Status == LeadStatus.Rejected),
            (new(Territories: Set("56003")), l => l.IsOpen && l.Row.Territory == "56003"),
            (new(AccountId: "name:56003:Company~203"), l => l.IsOpen && l.AccountName == "Company 3"),
            (new(Families: new[] { "3par" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase)), l => l.IsOpen && l.Row.Family == "3PAR"),
            (new(MinScore: 60.5m), l => l.IsOpen && l.Row.Score >= 60.5m),
            (new(Assignees: Names("REP1")), l => l.IsOpen && l.Row.Assignee == "rep1"),
            (new(Assignees: Names("none")), l => l.IsOpen && l.Row.Assignee is null),
            (new(Assignees: Names("none", "rep2")), l => l.IsOpen && l.Row.Assignee is null or "rep2"),
            (new(Text: " company 1 "), l => l.IsOpen && l.AccountName.Contains("company 1", StringComparison.OrdinalIgnoreCase)),
            (new(Text: "dl380"), l => l.IsOpen && l.Row.Product.Contains("DL380", StringComparison.Ordinal)),
            (new(Text: "ser00012"), l => l.IsOpen && l.Row.Serial.StartsWith("SER00012", StringComparison.Ordinal)),
        ];
        foreach (var (filter, expected) in cases)
        {
            var wanted = all.Where(expected).Select(l => l.Row.Id).Order(StringComparer.Ordinal);
            var found = Visit(state, filter, LeadSorts.Default, 500);
            Assert.Equal(wanted, found.Order(StringComparer.Ordinal));
            Assert.Equal(found.Count, state.Leads(filter, LeadSorts.Default, null, 1).Total);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("!!!")]
    [InlineData("LXNjb3JlCjA")]
    public void A_damaged_cursor_is_none(string cursor) => Assert.Null(Cursor.TryRead(cursor, LeadSorts.Default));

    [Fact]
    public void A_cursor_of_another_sort_is_none()
    {
        var cursor = Cursor.Write(new("value", true), SortKey.Of(12L, "a"));
        Assert.Equal(SortKey.Of(12L, "a"), Cursor.TryRead(cursor, new("value", true)));
        Assert.Null(Cursor.TryRead(cursor, new("value", false)));
        Assert.Null(Cursor.TryRead(cursor, LeadSorts.Default));
    }

    private static FrozenSet<string> Names(params string[] names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static List<string> Visit(ModelState state, LeadFilter filter, Sort sort, int limit)
    {
        var visited = new List<string>();
        string? cursor = null;
        do
        {
            var page = state.Leads(filter, sort, cursor is null ? null : Cursor.TryRead(cursor, sort)!.Value, limit);
            Assert.True(page.Rows.Count <= limit);
            visited.AddRange(page.Rows.Select(l => l.Row.Id));
            cursor = page.Next;
        }
        while (cursor is not null);
        return visited;
    }

    private static FrozenSet<T> Set<T>(params T[] values) => values.ToFrozenSet();
}
