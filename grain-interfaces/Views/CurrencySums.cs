using System.Collections.Immutable;

namespace OneLead.Views;

/// <summary>
/// Sums in one currency, in minor units, each with the number of its parts. A hundred of the largest amounts exceed a long.
/// </summary>
/// <param name="Leads">The number of items and contracts whose open leads are worth <paramref name="LeadValue"/>.</param>
/// <param name="Opportunities">The number of open opportunities in <paramref name="Weighted"/>.</param>
/// <param name="AtRisk">The number of items past end of life in <paramref name="ValueAtRisk"/>.</param>
[GenerateSerializer, Immutable, Alias("currency-sum")]
public readonly record struct CurrencySum(
    [property: Id(0)] string Currency, [property: Id(1)] Int128 LeadValue, [property: Id(2)] int Leads, [property: Id(3)] Int128 Weighted,
    [property: Id(4)] int Opportunities, [property: Id(5)] Int128 ValueAtRisk, [property: Id(6)] int AtRisk)
{
    public bool IsEmpty => Leads == 0 && Opportunities == 0 && AtRisk == 0;

    public CurrencySum Plus(CurrencySum other, int sign) => new(
        Currency, LeadValue + (sign * other.LeadValue), Leads + (sign * other.Leads), Weighted + (sign * other.Weighted),
        Opportunities + (sign * other.Opportunities), ValueAtRisk + (sign * other.ValueAtRisk), AtRisk + (sign * other.AtRisk));
}

/// <summary>Sums by currency, in the order of their codes. Amounts of different currencies are never added.</summary>
[GenerateSerializer, Immutable, Alias("currency-sums")]
public sealed class CurrencySums(ImmutableArray<CurrencySum> all) : IEquatable<CurrencySums>
{
    public static CurrencySums None { get; } = new([]);

    [Id(0)] public ImmutableArray<CurrencySum> All { get; } = all;

    /// <summary>Returns the sums in a currency; they are empty if it does not occur.</summary>
    public CurrencySum In(string currency) => All.FirstOrDefault(s => s.Currency == currency, new(currency, 0, 0, 0, 0, 0, 0));

    /// <summary>Returns the sums in all other currencies.</summary>
    public IEnumerable<CurrencySum> Except(string currency) => All.Where(s => s.Currency != currency);

    public CurrencySums Plus(CurrencySum part, int sign = 1)
    {
        // Nearly every sum has one currency.
        if (All.Length == 1 && All[0].Currency == part.Currency && All[0].Plus(part, sign) is { IsEmpty: false } only)
            return new([only]);
        var sum = In(part.Currency).Plus(part, sign);
        return new([.. Except(part.Currency).Concat(sum.IsEmpty ? [] : [sum]).OrderBy(s => s.Currency, StringComparer.Ordinal)]);
    }

    public CurrencySums Plus(CurrencySums? others, int sign = 1)
    {
        var sums = this;
        foreach (var part in others?.All ?? [])
            sums = sums.Plus(part, sign);
        return sums;
    }

    public bool Equals(CurrencySums? other) => other is not null && All.SequenceEqual(other.All);

    public override bool Equals(object? obj) => Equals(obj as CurrencySums);

    public override int GetHashCode() => All.Length == 0 ? 0 : All[0].GetHashCode();
}
