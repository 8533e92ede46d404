using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OneLead.Rules.Parsing;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OneLead.Rules;

/// <summary>
/// All numbers, patterns, lists and texts of the rules: an immutable value that is read from a YAML file.
/// </summary>
public sealed class RuleSet
{
    /// <summary>The maximum length of a rules file in characters.</summary>
    public const int MaxLength = 1_000_000;

    private static readonly Lazy<RuleSet> Embedded = new(ReadEmbedded);

    /// <summary>The rules that ship with the product.</summary>
    public static RuleSet Default => Embedded.Value;

    /// <summary>The text of <see cref="Default"/>.</summary>
    public static string DefaultYaml => EmbeddedRules.Yaml;

    /// <summary>The version in the file and a hash of its content: <c>1.0+3f2a9c01</c>.</summary>
    public required string Version { get; init; }

    /// <summary>A date in this year or later means "no end".</summary>
    public required int OpenEndedFromYear { get; init; }

    public required ProductRules Products { get; init; }
    public required ImmutableArray<SupportPattern> Support { get; init; }
    public required OutcomeRules Outcomes { get; init; }
    public required RiskRules Risk { get; init; }
    public required ScoringRules Scoring { get; init; }
    public required PriorityRules Priorities { get; init; }
    public required ValueRules EstimatedValue { get; init; }
    public required LeadTypeRules Leads { get; init; }
    public required HealthRuleSet Health { get; init; }
    public required ServiceRules Services { get; init; }
    public required NameRules Names { get; init; }

    internal int OpenEndedFromDay => field == 0 ? field = new DateOnly(OpenEndedFromYear, 1, 1).DayNumber : field;

    internal ItemCalendar Calendar => field ??= ItemCalendar.Of(this);

    /// <summary>Parses and validates a rules file and returns all errors.</summary>
    public static RuleSetResult Parse(string yaml)
    {
        // Loads the default rules first, so that their patterns are cached.
        _ = Default;
        return Parse(yaml, ships: false);
    }

    private static RuleSetResult Parse(string yaml, bool ships)
    {
        if (yaml.Length > MaxLength)
            return new RuleSetResult(null, [new RuleError(1, 1, "", $"is longer than {MaxLength:N0} characters")]);
        var errors = new List<RuleError>();
        try
        {
            if (YamlLimits.Check(yaml) is { } error)
                return new RuleSetResult(null, [error]);
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            var rules = RuleSection.Root(
                stream.Documents.Count > 0 ? stream.Documents[0].RootNode : null, new RuleFileContext(errors, ships), s => Read(s, yaml));
            return new RuleSetResult(errors.Count == 0 ? rules : null, [.. errors.OrderBy(e => e.Line).ThenBy(e => e.Column)]);
        }
        catch (YamlException e)
        {
            return new RuleSetResult(
                null, [new RuleError((int)e.Start.Line, (int)e.Start.Column, "", e.InnerException?.Message ?? e.Message)]);
        }
        catch (InvalidOperationException e)
        {
            // YamlDotNet throws this for some texts that are not YAML.
            return new RuleSetResult(null, [new RuleError(1, 1, "", $"is not YAML: {e.Message}")]);
        }
    }

    private static RuleSet Read(RuleSection root, string yaml)
    {
        var products = root.In("products", ProductRules.Read);
        return new RuleSet
        {
            Version = $"{root.Text("version")}+{Hash(yaml)}",
            OpenEndedFromYear = root.Int("open_ended_from_year", 2000, 9000),
            Products = products,
            Support = root.List("support", s => new SupportPattern(s.Name<SupportState>("state"), s.Pattern("pattern"))),
            Outcomes = OutcomeRules.Read(root),
            Risk = root.In("risk", RiskRules.Read),
            Scoring = root.In("scoring", s => ScoringRules.Read(s, products.FamilyNames)),
            Priorities = PriorityRules.Read(root),
            EstimatedValue = root.In("estimated_value", s => ValueRules.Read(s, products.FamilyNames)),
            Leads = root.In("leads", LeadTypeRules.Read),
            Health = root.In("health", HealthRuleSet.Read),
            Services = root.In("services", ServiceRules.Read),
            Names = root.In("names", NameRules.Read),
        };
    }

    private static string Hash(string yaml) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yaml.ReplaceLineEndings("\n"))))[..8];

    private static RuleSet ReadEmbedded()
    {
        var result = Parse(DefaultYaml, ships: true);
        return result.Rules ?? throw new InvalidOperationException("The embedded rules are not valid: " + string.Join("; ", result.Errors));
    }
}
