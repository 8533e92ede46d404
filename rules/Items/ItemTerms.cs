using OneLead.Events;

namespace OneLead.Rules;

/// <summary>
/// The facts of an item besides its product, in a form small enough to keep for millions of items.
/// </summary>
/// <param name="Support">The support state in the status text (<see cref="SupportRules.Parse"/>).</param>
/// <param name="ContractValue">In minor units.</param>
/// <param name="ContractNotice">The notice period of a contract in days, at least 1; 0 for an item.</param>
public readonly record struct ItemTerms(
    SupportState Support, DateOnly? EndOfLife, DateOnly? EndOfService, DateOnly? SupportEnd, long? ContractValue = null,
    string? Currency = null, int ContractNotice = 0)
{
    public bool IsContract => ContractNotice > 0;


    public static ItemTerms Of(ItemFacts facts, RuleSet rules) =>
        new(
            SupportRules.Parse(facts.SupportStatus, rules), facts.EndOfLife, facts.EndOfService, facts.SupportEnd, facts.ContractValue,
            facts.Currency);

    /// <summary>Reads the terms from an item's current fields.</summary>
    public static ItemTerms Of(EventData data, SupportState support) =>
        new(
            support, data["endOfLife"].AsDate(), data["endOfService"].AsDate(), data["supportEnd"].AsDate(),
            data.Minor("contractValue"), data.Currency());
}
