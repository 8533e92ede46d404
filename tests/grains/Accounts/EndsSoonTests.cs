using FsCheck;
using FsCheck.Fluent;
using OneLead.Accounts;
using OneLead.Events;
using OneLead.Rules;
using OneLead.Tenants;

namespace OneLead.Grains.Tests.Accounts;

public class EndsSoonTests
{
    private static readonly DateOnly Today = new(2025, 10, 29);

    [Fact]
    public void An_item_that_is_assessed_only_when_it_is_due_ends_soon_on_the_right_days() => Always.Holds(Items, fields =>
    {
        var item = new AccountItem(EntityRecord.New(EventKind.Item, "hpe:S1").Merge(Rows.Row(1, EventKind.Item, "hpe:S1", fields)));
        TenantState? before = null;
        for (var (day, tenant) = (0, TenantState.Initial(RuleSet.Default)); day < 700; day++)
        {
            var now = tenant with { AsOf = Today.AddDays(day) };
            if (item.IsDue(before, now))
                item.Assess(now);
            before = now;
            var left = fields["supportEnd"].AsDate()!.Value.DayNumber - now.AsOf.DayNumber;
            Assert.Equal(left is >= 0 and <= 180, item.EndsSoon);
        }
    }, times: 60);

    private static Gen<EventData> Items =>
        from end in Gen.Choose(-100, 600)
        from status in Gen.Elements("Active Warranty", "Warranty Expired - Uncovered Box", "Expired Fixed Support", "Uncovered", "")
        from endOfLife in Gen.Choose(-5_000, 500)
        from endOfService in Gen.Choose(-500, 500)
        select EventData.Of(
            ("serial", FieldValue.Of("S1")), ("supportStatus", FieldValue.Of(status)), ("supportEnd", FieldValue.Of(Today.AddDays(end))),
            ("endOfLife", FieldValue.Of(Today.AddDays(endOfLife))), ("endOfService", FieldValue.Of(Today.AddDays(endOfService))));
}
