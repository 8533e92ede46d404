using System.Text.RegularExpressions;
using OneLead.Rules.Parsing;

namespace OneLead.Rules.Tests;

public class RuleSetTests
{
    [Fact]
    public void The_default_rules_have_no_errors() => Assert.Empty(RuleSet.Parse(RuleSet.DefaultYaml).Errors);

    [Fact]
    public void The_default_patterns_need_no_backtracking()
    {
        _ = RuleSet.Default;
        Assert.True(PatternCompiler.ShippedPatterns.Count() > 30);
        Assert.All(PatternCompiler.ShippedPatterns, p => PatternCompiler.CompileUntrusted(p));
    }

    [Fact]
    public void The_version_is_that_of_the_file_and_a_hash_of_its_content()
    {
        Assert.Matches("^1\\.0\\+[0-9a-f]{8}$", RuleSet.Default.Version);
        Assert.NotEqual(RuleSet.Default.Version, Parse("base: 50", "base: 51").Rules!.Version);
        Assert.Equal(RuleSet.Default.Version, RuleSet.Parse(RuleSet.DefaultYaml.ReplaceLineEndings("\r\n")).Rules!.Version);
    }

    [Theory]
    [InlineData("weight: 0.35", "weight: 0.36", "scoring", "sum to 1")]
    [InlineData("weight: 0.35", "weight: 0.355", "scoring.urgency.weight", "multiples of 0.01")]
    [InlineData("above: {1825: 30, 1095: 20, 365: 10}", "above: {365: 10, 1825: 30}", "scoring.urgency.past_end_of_life.above.1825",
        "below the previous threshold")]
    [InlineData("above: {1825: 30, 1095: 20, 365: 10}", "above: {1825: 101}",
        "scoring.urgency.past_end_of_life.above.1825", "from 0 to 100")]
    [InlineData("above: {1825: 30, 1095: 20, 365: 10}", "above: {five: 30}", "scoring.urgency.past_end_of_life.above.five", "whole number")]
    [InlineData("above: {1825: 30, 1095: 20, 365: 10}", "above: 30", "scoring.urgency.past_end_of_life.above", "mapping")]
    [InlineData("    days: 730", "    day: 730", "scoring.propensity.recent_project.day", "unknown key")]
    [InlineData("    days: 730", "    days: soon", "scoring.propensity.recent_project.days", "whole number")]
    [InlineData("pattern: '3PAR'", "pattern: '(3PAR'", "products.families[0].pattern", "not a valid pattern")]
    [InlineData("pattern: '3PAR'", "pattern: '(?=3PAR)'", "products.families[0].pattern", "not a valid pattern")]
    [InlineData("pattern: '3PAR'", "pattern: ''", "products.families[0].pattern", "non-empty")]
    [InlineData("service_rows: [HCI/SimpliVity]", "service_rows: [SimpliVity]", "products.families[8].service_rows", "category/product")]
    [InlineData("family: ARUBA}", "family: ARUBBA}", "products.business_units[0].family", "not a family")]
    [InlineData("families: [3PAR, PRIMERA,", "families: [4PAR, PRIMERA,", "scoring.strategic_fit.family.families", "4PAR")]
    [InlineData("{min: 50000, max: 100000}", "{min: 500000, max: 100000}", "estimated_value.bundles.storage_basic.min", "above max")]
    [InlineData("unknown: [SIMPLIVITY, ARUBA, OTHER]", "unknown: [SIMPLIVITY, OTHER]", "estimated_value.hardware_refresh", "ARUBA")]
    [InlineData("unknown: [SIMPLIVITY, ARUBA, OTHER]", "unknown: [SIMPLIVITY, ARUBA, OTHER, COMPUTE]",
        "estimated_value.hardware_refresh.unknown", "twice")]
    [InlineData("    compute_refresh: [", "    compute_new: [", "estimated_value.hardware_refresh.compute_new", "must be a bundle")]
    [InlineData("currency: USD", "currency: Dollar", "estimated_value.currency", "three capital letters")]
    [InlineData("{critical: 75, high: 60, medium: 40}", "{critical: 50, high: 60, medium: 40}", "priorities", "descend")]
    [InlineData("risks: [critical, high]", "risks: [critical, severe]", "leads.renewal.risks", "severe")]
    [InlineData("title: 'Renew support: {product}'", "title: 'Renew {prodct}'", "leads.renewal.title", "{prodct}")]
    [InlineData("{state: expired,", "{state: expird,", "support[0].state", "expird")]
    [InlineData("review_threshold: 70", "review_threshold: 90", "names.review_threshold", "above match_threshold")]
    [InlineData("boosts:\n    renewal: {health_check: 10,", "boosts:\n    renewal: {helth_check: 10,",
        "services.boosts.renewal.helth_check", "must be one of the kinds")]
    public void An_error_names_its_line_and_path(string good, string bad, string path, string message)
    {
        var result = Parse(good, bad);
        var error = result.Errors.First(e => e.Path == path);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Line, 1, LineOf(good) + good.Count(c => c == '\n'));
        Assert.True(error.Line > LineOf(good) - 16, $"line {error.Line} is far from {LineOf(good)}");
        Assert.Null(result.Rules);
    }

    [Fact]
    public void An_error_has_the_line_of_the_invalid_value()
    {
        var error = Assert.Single(Parse("    days: 730", "    days: soon").Errors);
        Assert.Equal(
            new RuleError(LineOf("    days: 730"), 13, "scoring.propensity.recent_project.days", "must be a whole number from 0 to 36,500"),
            error);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    public void An_unknown_key_is_an_error_on_each_level(int indent)
    {
        var lines = RuleSet.DefaultYaml.ReplaceLineEndings("\n").Split('\n');
        // The file defines its bundles, so an unknown bundle is a separate error.
        var keys = lines.Index().Where(l => Regex.IsMatch(l.Item, $"^ {{{indent}}}(?!storage_|compute_|unknown)[a-z_]+:( |$)"))
            .Select(l => l.Index).ToList();
        foreach (var i in keys)
            lines[i] = lines[i].Insert(indent, "zzz_");
        var errors = RuleSet.Parse(string.Join('\n', lines)).Errors;
        Assert.NotEmpty(keys);
        Assert.Equal(
            keys.Select(i => i + 1), errors.Where(e => e.Message.Contains("unknown key", StringComparison.Ordinal)).Select(e => e.Line));
    }

    [Fact]
    public void All_errors_are_found_in_one_pass_in_line_order()
    {
        var errors = RuleSet.Parse(
            RuleSet.DefaultYaml.Replace(
                "weight: 0.30", "weight: much").Replace("days: 730", "days: soon").Replace("ahead: 3", "ahed: 3")).Errors;
        Assert.Equal(
            [
                "products.successors.ahead", "products.successors.ahed", "scoring", "scoring.value.weight",
                "scoring.propensity.recent_project.days",
            ],
            errors.Select(e => e.Path).ToArray());
    }

    [Theory]
    [InlineData("", "must be a mapping")]
    [InlineData("- a", "must be a mapping")]
    [InlineData("version: 'x", "")]
    [InlineData("a: 1\na: 2", "")]
    [InlineData("a: &x 1\nb: *x", "aliases")]
    [InlineData("a: 1\n---\nb: 2", "one document")]
    public void A_text_that_is_no_rules_file_is_refused(string yaml, string message) =>
        Assert.Contains(RuleSet.Parse(yaml).Errors, e => e.Line >= 1 && e.Message.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void Any_text_is_parsed_or_refused_without_an_exception()
    {
        var random = new Random(3);
        const string Valid = "version: \"1\"\nnames:\n  match_threshold: 85\n  legal_suffixes: [Inc, \"Ltd\"]\n";
        for (var i = 0; i < 3_000; i++)
        {
            var text = Valid.ToCharArray();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
                text[random.Next(text.Length)] = (char)random.Next(random.Next(2) == 0 ? 128 : 65_536);
            Assert.Null(RuleSet.Parse(new string(text)).Rules);
        }
    }

    [Fact]
    public void Deep_nesting_is_refused_before_it_exhausts_the_stack() =>
        Assert.Contains("deep", Assert.Single(RuleSet.Parse(new string('[', 500_000)).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_too_long_is_refused() => Assert.Null(RuleSet.Parse(new string('#', RuleSet.MaxLength + 1)).Rules);

    [Fact]
    public void Name_rules_and_service_rules_are_parsed()
    {
        var rules = RuleSet.Default;
        Assert.Equal((85, 70), (rules.Names.MatchThreshold, rules.Names.ReviewThreshold));
        Assert.Contains("株式会社", rules.Names.LegalSuffixes);
        Assert.Equal(
            [15, 13, 11, 5, 15, 14, 12, 15, 12, 5],
            new[]
            {
                rules.Services.Priority("Health Check", LeadType.Renewal), rules.Services.Priority("OS upgrade", LeadType.Renewal),
                rules.Services.Priority("Performance Analysis", LeadType.Renewal), rules.Services.Priority("Migration", LeadType.Renewal),
                rules.Services.Priority("Simplivity Workload Migration ", LeadType.HardwareRefresh),
                rules.Services.Priority("Install & Startup", LeadType.HardwareRefresh),
                rules.Services.Priority("Rebalance Services", LeadType.HardwareRefresh),
                rules.Services.Priority("Health check", LeadType.ServiceAttach),
                rules.Services.Priority("Firmware upgrade", LeadType.ServiceAttach),
                rules.Services.Priority("Gap Analysis", LeadType.ServiceAttach),
            });
    }

    private static RuleSetResult Parse(string good, string bad)
    {
        Assert.Contains(good, RuleSet.DefaultYaml, StringComparison.Ordinal);
        return RuleSet.Parse(new Regex(Regex.Escape(good)).Replace(RuleSet.DefaultYaml, bad.Replace("$", "$$"), 1));
    }

    private static int LineOf(string text) =>
        RuleSet.DefaultYaml[..RuleSet.DefaultYaml.IndexOf(text, StringComparison.Ordinal)].Count(c => c == '\n') + 1;
}
