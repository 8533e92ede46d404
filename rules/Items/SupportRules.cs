namespace OneLead.Rules;

/// <summary>What is known of an item's support.</summary>
public static class SupportRules
{
    /// <summary>What a status text says. Texts are few: callers keep the results.</summary>
    public static SupportState Parse(string? status, RuleSet rules)
    {
        if (status is null)
            return SupportState.Unknown;
        var state = SupportState.Unknown;
        foreach (var pattern in rules.Support)
        {
            if (pattern.Pattern.IsMatch(status))
                state |= pattern.State;
        }
        // "Active contract expired", "not covered": what is worse is meant.
        return (state & (SupportState.Expired | SupportState.Uncovered)) != 0 ? state & ~SupportState.Active : state;
    }

    /// <summary>The state on a day: what the text says, else what the end date says.</summary>
    internal static SupportState On(SupportState text, int daysSinceEnd) =>
        text != SupportState.Unknown || daysSinceEnd == Days.Missing ? text : daysSinceEnd > 0 ? SupportState.Expired : SupportState.Active;
}
