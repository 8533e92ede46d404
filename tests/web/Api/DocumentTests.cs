using OneLead.Events;

namespace OneLead.Web.Tests.Api;

public class DocumentTests
{
    [Fact]
    public void The_field_table_names_every_field_of_every_kind_that_is_taken()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "api.md"));
        EventKind[] elsewhere = [EventKind.LeadStatus, EventKind.LeadAssignment, EventKind.Override, EventKind.Link,
            EventKind.RulesPublished, EventKind.DayBegun, EventKind.Retraction, EventKind.Audit];
        foreach (var kind in Enum.GetValues<EventKind>().Except(elsewhere))
        {
            var row = Assert.Single(lines,
                l => l.StartsWith($"| `{Wire.Name(kind)}` {(kind.IsTenantWide() ? "(tenant) |" : "|")}", StringComparison.Ordinal));
            foreach (var (field, type) in EventSchema.Fields(kind))
                Assert.Contains(type == FieldKind.Text ? $"`{field}`" : $"`{field}` ({Wire.Name(type)})", row, StringComparison.Ordinal);
        }
    }
}
