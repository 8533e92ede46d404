namespace OneLead.Rules;

/// <summary>Says since when a lead has its priority.</summary>
public static class PriorityAge
{
    /// <summary>
    /// Returns the day on which a lead entered its priority by the passing of time. Its facts count as known since a day, and
    /// the account's part of the score as constant.
    /// </summary>
    /// <param name="identity">The type in the lead's id.</param>
    /// <param name="item">The assessment on the as-of date.</param>
    /// <param name="priority">The priority on the as-of date.</param>
    /// <param name="knownSince">The result is not before this day.</param>
    public static DateOnly Since(
        LeadType identity, in ItemAssessment item, in ItemTerms terms, AccountFacts account, Priority priority, RuleSet rules,
        DateOnly asOf, DateOnly knownSince)
    {
        var days = ItemDays.Of(terms, rules, asOf);
        for (var back = 0; ; back++)
        {
            var last = rules.Calendar.Last(days.Later(-back), terms.ContractNotice);
            if (last > asOf.DayNumber - back - knownSince.DayNumber - 1)
                return knownSince < asOf ? knownSince : asOf;
            back += last;
            var entered = asOf.AddDays(-back);
            var before = ItemRules.Assess(item.Product, terms, rules, entered.AddDays(-1));
            // A lead that somebody touched stays without its trigger.
            if ((before.Triggers.TypeOf(identity) ?? (item.Triggers.Has(identity) ? null : identity)) is not { } type
                || LeadRules.Score(type, before, terms, account, rules, asOf).Priority != priority)
                return entered;
        }
    }
}
