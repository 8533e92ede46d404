using OneLead.Views;

namespace OneLead.Rules;

/// <summary>Forecasts how a lead's score changes by the passing of time.</summary>
public static class ForecastRules
{
    // Each date has few bounds; this limit stops rules that would never end.
    private const int MostDays = 1_000;

    /// <summary>Returns the later days on which the score changes, in order, with the new score.</summary>
    /// <param name="type">The type in the lead's id.</param>
    /// <param name="account">Returns the account's facts as of a day.</param>
    public static IEnumerable<LeadForecast> Ahead(
        LeadType type, ProductClass product, ItemTerms terms, Func<DateOnly, AccountFacts> account, RuleSet rules, DateOnly asOf)
    {
        var (day, item) = (asOf, ItemRules.Assess(product, terms, rules, asOf));
        var last = LeadRules.Score(item.Triggers.TypeOf(type) ?? type, item, terms, account(day), rules, day).Hundredths;
        for (var i = 0; i < MostDays && Earlier(item.NextChange, LeadRules.AccountNextChange(account(day), rules, day)) is { } next; i++)
        {
            (day, item) = (next, ItemRules.Assess(product, terms, rules, next));
            var score = LeadRules.Score(item.Triggers.TypeOf(type) ?? type, item, terms, account(day), rules, day);
            if (score.Hundredths == last)
                continue;
            last = score.Hundredths;
            yield return new LeadForecast(day, score.Score, score.Priority);
        }
    }

    private static DateOnly? Earlier(DateOnly? a, DateOnly? b) => a is null || b < a ? b : a;
}
