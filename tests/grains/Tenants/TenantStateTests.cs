using OneLead.Events;
using OneLead.Grains.Tests.Accounts;
using OneLead.Rules;
using OneLead.Tenants;

namespace OneLead.Grains.Tests.Tenants;

public class TenantStateTests
{
    [Fact]
    public void Published_rules_that_cannot_be_read_leave_the_former_ones_and_say_why_until_others_are_published()
    {
        var before = TenantState.Initial(RuleSet.Default);
        var changed = RuleSet.DefaultYaml.Replace("base: 50", "base: 51", StringComparison.Ordinal);

        var unreadable = before.Apply(Published(7, "priorities: {critical: 75}"));
        Assert.Same(before.Rules, unreadable.Rules);
        Assert.Equal(before.Sequence, unreadable.Sequence);
        Assert.StartsWith("Row 7, line 1: ", unreadable.RulesProblem, StringComparison.Ordinal);

        var readable = unreadable.Apply(Published(8, changed));
        Assert.NotEqual(before.Rules.Version, readable.Rules.Version);
        Assert.Null(readable.RulesProblem);

        static JournalEntry Published(long sequence, string yaml) =>
            Rows.Row(sequence, EventKind.RulesPublished, "rules", EventData.Of(("yaml", FieldValue.Of(yaml))));
    }
}
