namespace OneLead.Rules;

/// <summary>The days since each date of an item on a day.</summary>
internal readonly record struct ItemDays(int EndOfLife, int EndOfService, int SupportEnd)
{
    public static ItemDays Of(in ItemTerms terms, RuleSet rules, DateOnly asOf) =>
        new(
            Days.Since(terms.EndOfLife, rules, asOf), Days.Since(terms.EndOfService, rules, asOf),
            Days.Since(terms.SupportEnd, rules, asOf));

    public ItemDays Later(int by) => new(Days.Later(EndOfLife, by), Days.Later(EndOfService, by), Days.Later(SupportEnd, by));

    public bool NoneKnown => EndOfLife == Days.Missing && EndOfService == Days.Missing && SupportEnd == Days.Missing;
}
