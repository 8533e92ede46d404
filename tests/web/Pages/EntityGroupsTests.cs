using OneLead.Events;
using OneLead.Views;
using OneLead.Web.Access;
using OneLead.Web.Entities;

namespace OneLead.Web.Tests.Pages;

public class EntityGroupsTests
{
    [Fact]
    public void Amounts_of_different_currencies_are_not_added()
    {
        var groups = new EntityGroups("stage", "amount", "USD", new EntityFields(_ => null, Visibility.All));
        foreach (var row in new[]
        {
            Row("A", 100, "USD"), Row("A", 50, "$"), Row("A", 200, "EUR"), Row("A", null, null), Row(null, null, null),
        })
            groups.Add(row);
        Assert.Equal(
            [
                new("A", null, 1, 1, "EUR", 200, 200, 0), new("A", null, 3, 1, "USD", 150, 75, 1),
                new EntityGroupJson(null, null, 1, 1, "USD", null, null, 1),
            ],
            groups.All().Select(g => g.Json(hasSum: true)));
        Assert.Equal(5, groups.Total);
    }

    [Fact]
    public void Spellings_of_one_value_are_one_group()
    {
        var groups = new EntityGroups("stage", null, null, new EntityFields(_ => null, Visibility.All));
        foreach (var stage in new[] { "negotiation", "Negotiation", "Negotiation ", " ", null })
            groups.Add(Row(stage, null, null));
        Assert.Equal([("Negotiation", 3), (null, 2)], groups.All().Select(g => (g.Key, g.Count)));
    }

    [Fact]
    public void Accounts_with_the_same_name_stay_apart()
    {
        var groups = new EntityGroups(
            "account", null, null,
            new EntityFields(id => TestData.Account(1, new Random(1)) with { Id = id, Name = "Audit Works" }, Visibility.All));
        foreach (var account in new[] { "b", "a", "b" })
            groups.Add(Row("A", null, null) with { AccountId = account });
        Assert.Equal([("Audit Works", "b", 2), ("Audit Works", "a", 1)], groups.All().Select(g => (g.Key, g.Account, g.Count)));
    }

    private static EntityRow Row(string? stage, int? amount, string? currency) =>
        new(EventKind.Opportunity, "o", "acme", null, EventData.Of(
            ("amount", amount is { } known ? FieldValue.Of(known) : FieldValue.Null),
            ("currency", currency is null ? FieldValue.Null : FieldValue.Of(currency)),
            ("stage", stage is null ? FieldValue.Null : FieldValue.Of(stage))), DateTimeOffset.UnixEpoch);
}
