using OneLead.Events;

namespace OneLead.Rules;

/// <summary>
/// The facts of an item besides its product, in a form small enough to keep for millions of items.
/// </summary>
/// <param name="Support">The support state in the status text (<see cref="SupportRules.Parse"/>).</param>
/// <param name="ContractValue">In minor units.</param>
/// <param name="ContractNotice">The notice period of a contract in days, at least 1; 0 for an item.</param>
/// <param name="Quantity">The number of pieces; 0 counts as 1.</param>
public readonly record struct ItemTerms(
    SupportState Support, DateOnly? EndOfLife, DateOnly? EndOfService, DateOnly? SupportEnd, long? ContractValue = null,
    string? Currency = null, int ContractNotice = 0, int Quantity = 1)
{
    // No dates are further apart. Beyond it, sums of days would overflow and a missing date would count as one.
    private static readonly int MostNotice = DateOnly.MaxValue.DayNumber;

    public int ContractNotice { get; } = Math.Min(ContractNotice, MostNotice);

    public bool IsContract => ContractNotice > 0;

    public static ItemTerms Of(ItemFacts facts, RuleSet rules) =>
        new(
            SupportRules.Parse(facts.SupportStatus, rules), facts.EndOfLife, facts.EndOfService, facts.SupportEnd, facts.ContractValue,
            facts.Currency, Quantity: Pieces(facts.Quantity));

    /// <summary>Reads the terms from an item's current fields.</summary>
    public static ItemTerms Of(EventData data, SupportState support) =>
        new(
            support, data["endOfLife"].AsDate(), data["endOfService"].AsDate(), data["supportEnd"].AsDate(),
            data.Minor("contractValue"), data.Currency(), Quantity: Pieces(data.Whole("quantity")));

    private static int Pieces(int? quantity) => Math.Max(quantity ?? 1, 1);
}
