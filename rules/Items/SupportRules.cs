namespace OneLead.Rules;

/// <summary>Determines the support state of an item.</summary>
public static class SupportRules
{
    /// <summary>Parses a status text. There are few distinct texts, so callers cache the results.</summary>
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
        // The worse state wins: "Active contract expired", "not covered".
        return (state & (SupportState.Expired | SupportState.Uncovered)) != 0 ? state & ~SupportState.Active : state;
    }

    /// <summary>
    /// Returns the state on a day: that of the text, else that of the end date. A text speaks as of its data date, so
    /// "Active" does not outlive the end date.
    /// </summary>
    internal static SupportState On(SupportState text, int daysSinceEnd) => text switch
    {
        SupportState.Active or SupportState.Unknown when daysSinceEnd > 0 => SupportState.Expired,
        SupportState.Unknown when daysSinceEnd != Days.Missing => SupportState.Active,
        _ => text,
    };
}
