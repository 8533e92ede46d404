using System.Collections.Immutable;
using OneLead.Rules.Parsing;

namespace OneLead.Rules;

/// <summary>The rules for comparing account names.</summary>
/// <param name="LegalSuffixes">
/// Legal forms as written: <c>Inc</c>, <c>S.A.</c>, <c>株式会社</c>, <c>(株)</c>. They are folded like names. A Latin form is
/// removed at the end of a name; another form at either end, even without a space if it has two letters or more.
/// </param>
/// <param name="MatchThreshold">The minimum ratio (0-100) at which two names of a territory are one account, unless their difference
/// distinguishes them (see <see cref="NameDifference"/>). Default: 85.</param>
/// <param name="ReviewThreshold">The minimum ratio at which two names that were not merged are listed for review. Default: 70.</param>
/// <param name="LegalPrefixes">Words that are removed in front of a name: <c>The</c>, <c>ООО</c>, <c>PT</c>. Default: none.</param>
public sealed record NameRules(
    ImmutableArray<string> LegalSuffixes, int MatchThreshold = 85, int ReviewThreshold = 70, ImmutableArray<string> LegalPrefixes = default)
{
    /// <summary>Get-only, because the folded forms are derived from it.</summary>
    public ImmutableArray<string> LegalSuffixes { get; } = LegalSuffixes;

    /// <summary>Get-only, because the folded forms are derived from it.</summary>
    public ImmutableArray<string> LegalPrefixes { get; } = LegalPrefixes.IsDefault ? [] : LegalPrefixes;

    internal LegalForms Forms { get; } = new(LegalSuffixes, LegalPrefixes.IsDefault ? [] : LegalPrefixes);

    internal static NameRules Read(RuleSection section)
    {
        var rules = new NameRules(
            section.Texts("legal_suffixes"), section.Int("match_threshold", 1, 100), section.Int("review_threshold", 1, 100),
            section.Has("legal_prefixes") ? section.Texts("legal_prefixes") : []);
        if (rules.ReviewThreshold > rules.MatchThreshold)
            section.Error("review_threshold", "must not be above match_threshold");
        return rules;
    }
}
