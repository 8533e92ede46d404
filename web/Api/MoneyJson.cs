using OneLead.Views;

namespace OneLead.Web.Api;

/// <summary>An amount in major units.</summary>
public sealed record MoneyJson(decimal Amount, string Currency);

/// <summary>A sum of money in major units, in the tenant's currency.</summary>
/// <param name="Amount">Null: there is something to add, and none of it has a known value in this currency.</param>
/// <param name="Unknown">The number of parts without a known value.</param>
/// <param name="Others">The sums of the parts in other currencies, which are never added to the amount.</param>
public sealed record SumJson(decimal? Amount, string Currency, int Unknown, IReadOnlyList<MoneyJson> Others)
{
    /// <summary>The lead value: each item and contract counts once, with its greatest open lead.</summary>
    public static SumJson LeadValue(Contribution c, string currency) =>
        Of(c, currency, c.ValueUnknown, s => (s.LeadValue, s.Leads));

    /// <summary>The contract values of the items past end of life.</summary>
    public static SumJson ValueAtRisk(Contribution c, string currency) =>
        Of(c, currency, c.AtRiskUnknown, s => (s.ValueAtRisk, s.AtRisk));

    /// <summary>The highest lead estimates of the items past end of life that have no known contract value.</summary>
    public static SumJson EstimatedAtRisk(Contribution c, string currency)
    {
        var unknown = c.AtRiskUnknown - c.EstimatedItems;
        return new(AmountOf(c.EstimatedAtRisk, c.EstimatedItems, unknown, hasOthers: false), currency, unknown, []);
    }

    /// <summary>The weighted pipeline: amount × probability of the open opportunities.</summary>
    public static SumJson Pipeline(Contribution c, string currency) =>
        Of(c, currency, c.PipelineUnknown, s => (s.Weighted, s.Opportunities));

    /// <summary>Sums amounts; null is an unknown one.</summary>
    public static SumJson Of(IEnumerable<MoneyJson?> amounts, string currency)
    {
        var all = amounts.ToList();
        var sums = all.OfType<MoneyJson>().GroupBy(m => m.Currency, StringComparer.Ordinal)
            .Select(g => new MoneyJson(g.Sum(m => m.Amount), g.Key)).OrderBy(m => m.Currency, StringComparer.Ordinal).ToList();
        var (own, others) = (sums.Find(s => s.Currency == currency), sums.FindAll(s => s.Currency != currency));
        return new(own?.Amount ?? (all.Count > 0 ? null : 0), currency, all.Count(m => m is null), others);
    }

    private static SumJson Of(Contribution c, string currency, int unknown, Func<CurrencySum, (Int128 Minor, int Parts)> of)
    {
        var own = of(c.In(currency));
        var others = (c.Sums?.Except(currency) ?? []).Where(s => of(s).Parts > 0)
            .Select(s => new MoneyJson(JsonDecimal.OfMinor(of(s).Minor), s.Currency)).ToList();
        return new(AmountOf(own.Minor, own.Parts, unknown, others.Count > 0), currency, unknown, others);
    }

    private static decimal? AmountOf(Int128 minor, int parts, int unknown, bool hasOthers) =>
        parts > 0 || (unknown == 0 && !hasOthers) ? JsonDecimal.OfMinor(minor) : null;
}

/// <summary>The weighted pipeline: open opportunities' amount × probability; unknown counts those without either.</summary>
/// <param name="Weighted">Null: there are open opportunities, and none has a known amount and probability in this currency.</param>
/// <param name="Others">The same in other currencies.</param>
public sealed record WeightedJson(
    decimal? Weighted, string Currency, int Unknown, int OpenOpportunities, IReadOnlyList<MoneyJson> Others)
{
    public static WeightedJson Of(Contribution c, string currency)
    {
        var sum = SumJson.Pipeline(c, currency);
        return new(sum.Amount, currency, sum.Unknown, c.OpenOpportunities, sum.Others);
    }
}
