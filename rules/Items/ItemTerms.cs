using OneLead.Events;

namespace OneLead.Rules;

/// <summary>
/// What the rules see of an item besides its product: small enough to be kept for millions of items.
/// </summary>
/// <param name="Support">What the support status text says (<see cref="SupportRules.Parse"/>).</param>
/// <param name="ContractValue">In minor units.</param>
public readonly record struct ItemTerms(
    SupportState Support, DateOnly? EndOfLife, DateOnly? EndOfService, DateOnly? SupportEnd, long? ContractValue = null, string? Currency = null)
{
    public static ItemTerms Of(ItemFacts facts, RuleSet rules) =>
        new(SupportRules.Parse(facts.SupportStatus, rules), facts.EndOfLife, facts.EndOfService, facts.SupportEnd, facts.ContractValue, facts.Currency);

    /// <summary>The same from an item's winning fields, without the facts that terms do not look at.</summary>
    public static ItemTerms Of(EventData data, SupportState support) =>
        new(support, data["endOfLife"].AsDate(), data["endOfService"].AsDate(), data["supportEnd"].AsDate(), data.Minor("contractValue"), data.Text("currency"));
}
