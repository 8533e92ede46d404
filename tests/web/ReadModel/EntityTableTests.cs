using OneLead.Events;
using OneLead.Views;
using OneLead.Web.Tests.Export;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Tests.ReadModel;

[Collection(nameof(MemoryCollection))]
public class EntityTableTests(ITestOutputHelper output)
{
    private readonly EntityTable _table = new();

    [Fact]
    public void Entities_and_endings_come_change_and_go()
    {
        Apply(Delta("a") with { Entities = [Row("a", "1", 10), Row("a", "2", 20)], Ending = [Ending("i1"), Ending("i2")] });
        Apply(Delta("a") with
        {
            Entities = [Row("a", "2", 21)],
            RemovedEntities = [new(EventKind.Opportunity, "1"), new(EventKind.Opportunity, "never")],
            RemovedEnding = ["i1", "never"],
        });

        Assert.Equal([("a", "2", 21m)], Rows());
        Assert.Equal(["i2"], Items());
    }

    [Fact]
    public void A_whole_state_replaces_those_of_its_account_alone()
    {
        Apply(Delta("a") with { Entities = [Row("a", "1", 10), Row("a", "2", 20)], Ending = [Ending("i1")] });
        Apply(Delta("b") with { Entities = [Row("b", "3", 30)], Ending = [Ending("i2")] });
        Apply(Delta("a") with { IsWhole = true, Entities = [Row("a", "2", 22)] });

        Assert.Equal([("a", "2", 22m), ("b", "3", 30m)], Rows());
        Assert.Equal(["i2"], Items());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_that_moves_is_with_its_new_account_whoever_tells_first(bool loserFirst)
    {
        Apply(Delta("a") with { Entities = [Row("a", "1", 10)] });
        AccountDelta[] news = [Delta("a") with { RemovedEntities = [new(EventKind.Opportunity, "1")] },
            Delta("b") with { Entities = [Row("b", "1", 10)] }];
        foreach (var delta in loserFirst ? news : news.Reverse())
            Apply(delta);

        Assert.Equal([("b", "1", 10m)], Rows());
    }

    [Fact]
    public void A_hundred_thousand_opportunities_take_little_memory()
    {
        const int Count = 100_000;
        var before = GC.GetTotalMemory(true);
        for (var i = 0; i < Count; i++)
        {
            _table.Set(new EntityRow(
                EventKind.Opportunity, $"hubspot:{i}", $"customer:{i / 10}", "56088",
                EventData.Of(
                    ("amount", FieldValue.Of(i)), ("closeDate", FieldValue.Of(new DateOnly(2025, 1, 1).AddDays(i % 900))),
                    ("currency", FieldValue.Of("USD")), ("name", FieldValue.Of($"Opportunity number {i}")),
                    ("owner", FieldValue.Of("kim")), ("probability", FieldValue.Of(0.5m)), ("stage", FieldValue.Of("Proposal")),
                    ("territory", FieldValue.Of("56088"))), TestData.Now)
            {
                Derived = EventData.Of(("isOpen", FieldValue.Of(true)), ("weighted", FieldValue.Of(i / 2m))),
            }, 0);
        }
        var each = (GC.GetTotalMemory(true) - before) / Count;
        output.WriteLine($"{each} bytes each");
        Assert.True(each < 1_500, $"{each} bytes");
        Assert.Equal(Count, _table.Count);
    }

    private void Apply(AccountDelta delta) => _table.Apply(delta, 0);

    private static AccountDelta Delta(string account) => new(account, new(1, 1), default, null, false, [], []);

    private static EntityRow Row(string account, string id, decimal amount) =>
        new(EventKind.Opportunity, id, account, null, EventData.Of(("amount", FieldValue.Of(amount))), TestData.Now);

    private static SupportEnding Ending(string item) => new(item, item, "DL380", new DateOnly(2025, 12, 1), null, null, null);

    private List<(string, string, decimal)> Rows()
    {
        var rows = new List<(string, string, decimal)>();
        foreach (ref readonly var entity in _table.Of(EventKind.Opportunity))
            rows.Add((entity.Row.AccountId, entity.Row.Id, entity.Row["amount"].Number));
        return [.. rows.Order()];
    }

    private List<string> Items()
    {
        var items = new List<string>();
        foreach (ref readonly var ending in _table.Ending())
            items.Add(ending.Row.Item);
        return items;
    }
}
