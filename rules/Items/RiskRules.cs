using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using OneLead.Rules.Parsing;

namespace OneLead.Rules;

/// <summary>The support state of status texts that match a pattern.</summary>
public sealed record SupportPattern(SupportState State, Regex Pattern);

/// <summary>A rule on an upcoming or past date.</summary>
public sealed record UpcomingDateRule(
    string Name, string Past, string Within, string Otherwise, string Missing, int PastPoints, int WithinPoints, int Days)
{
    public int Points(int daysSince) => daysSince > 0 ? PastPoints : daysSince >= -Days ? WithinPoints : 0;

    public string Describe(int daysSince) => daysSince > 0 ? Past : daysSince >= -Days ? Within : Otherwise;

    internal static UpcomingDateRule Read(RuleSection section, string key, int days) => section.In(key, s => new UpcomingDateRule(
        key, Fill(s, "text", days), Fill(s, "within", days), Fill(s, "otherwise", days), s.Text("missing"), s.Int("past_points", 0, 100),
        s.Int("within_points", 0, 100), days));

    private static string Fill(RuleSection section, string key, int days) =>
        section.Text(key).Replace("{threshold}", days.ToString("N0", CultureInfo.InvariantCulture), StringComparison.Ordinal);
}

/// <summary>The points of a risk score, 0-100.</summary>
/// <param name="LevelPoints">Points by <see cref="RiskLevel"/>.</param>
public sealed record RiskScoreRules(
    ImmutableArray<int> LevelPoints, string LevelText, FlagRule Expired, FlagRule Uncovered, StepRule PastEndOfLife,
    UpcomingDateRule EndOfService, UpcomingDateRule SupportEnd);

/// <summary>The rules of an item's risk.</summary>
/// <param name="MediumWithinDays">A covered item is MEDIUM if its end of service or support is at most this many days away.</param>
public sealed record RiskRules(int CriticalDaysPastEndOfLife, int MediumWithinDays, RiskScoreRules Score)
{
    internal static RiskRules Read(RuleSection section)
    {
        var within = section.Int("medium_within_days", 0, 36_500);
        return new RiskRules(
            section.Int("critical_days_past_end_of_life", 0, 36_500), within, section.In("score", s => ReadScore(s, within)));
    }

    private static RiskScoreRules ReadScore(RuleSection section, int within) => new(
        section.In("levels", s => Enum.GetValues<RiskLevel>().Select(l => s.Int(Wire.Name(l), 0, 100)).ToImmutableArray()),
        Templates.Read(section, "level_text", ["level"]),
        ReadFlag(section, "expired"), ReadFlag(section, "uncovered"),
        StepRule.Read(section, "past_end_of_life", 0, 100), UpcomingDateRule.Read(section, "end_of_service", within),
        UpcomingDateRule.Read(section, "support_end", within));

    private static FlagRule ReadFlag(RuleSection section, string key) =>
        section.In(key, s => new FlagRule(key, s.Text("text"), "", s.Int("points", 0, 100)));
}
