namespace OneLead.Rules;

/// <summary>Divides quantities that sources send.</summary>
internal static class Quotient
{
    // Far more than any share or growth that means something, and small enough for every sum and product of ratios.
    private const decimal Max = 1_000_000;

    /// <summary>part ÷ whole; null if the whole is not above 0, or if the part is more than a million times as large.</summary>
    public static decimal? Of(decimal part, decimal whole) => whole > 0 && Math.Abs(part) / Max <= whole ? part / whole : null;
}
