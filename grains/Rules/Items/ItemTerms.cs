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
}
