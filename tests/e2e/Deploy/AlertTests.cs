using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OneLead.EndToEnd.Tests.Deploy;

/// <summary>The alert rules, their tests and their runbook.</summary>
public sealed partial class AlertTests
{
    private static readonly string[] Files = ["deploy/prometheus/onelead.rules.yml", "deploy/prometheus/cluster.rules.yml"];

    private static readonly IReadOnlyList<JsonNode> Alerts =
        [.. Files.SelectMany(f => Yaml.Load(f)["groups"].Each()).SelectMany(g => g["rules"].Each())];

    private static JsonNode Cases => Yaml.Load("tests/e2e/Deploy/alerts.test.yml");

    [GeneratedRegex("alertname=\"(\\w+)\"")]
    private static partial Regex AlertName { get; }

    [GeneratedRegex(@"\b(up\b|(onelead|orleans|dotnet)_\w+)")]
    private static partial Regex MetricName { get; }

    /// <summary>The metrics that alerts are made of.</summary>
    internal static IEnumerable<string> Metrics() =>
        Alerts.SelectMany(a => MetricName.Matches(a["expr"].Text())).Select(m => m.Value).Distinct();

    [PrometheusFact]
    public async Task Each_alert_fires_when_it_should_and_is_silent_when_not()
    {
        Assert.Equal(Names().Order(StringComparer.Ordinal), Cases["tests"].Each().SelectMany(t => t["promql_expr_test"].Each())
            .SelectMany(t => t["exp_samples"].Each()).Select(s => AlertName.Match(s["labels"].Text()).Groups[1].Value)
            .Distinct().Order(StringComparer.Ordinal));
        var tested = await Tool.RunAsync(Tools.Promtool, "test", "rules", "tests/e2e/Deploy/alerts.test.yml");
        Assert.True(tested.Code == 0, tested.Output + tested.Errors);
    }

    [PrometheusFact]
    public async Task The_configurations_and_the_rules_are_valid()
    {
        var checkedRules = (await Tool.RunAsync(Tools.Promtool, ["check", "rules", .. Files])).With(0);
        Assert.Equal(Alerts.Count, Found.Matches(checkedRules.Output).Sum(m => int.Parse(m.Groups[1].Value, null)));
        (await Tool.RunAsync(Tools.Promtool, "check", "config", "deploy/prometheus/prometheus.yml")).With(0);
        (await Tool.RunAsync(Tools.Promtool, "check", "config", "--syntax-only", "deploy/docker/prometheus.yml")).With(0);
        // Debian's promtool does not know Kubernetes.
        using var folder = new DataDirectory();
        var file = folder.File("prometheus.yml");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "deploy/prometheus/prometheus.kubernetes.yml")))
            .Replace("kubernetes_sd_configs:\n      - role: pod", "static_configs:\n      - targets: [node]", StringComparison.Ordinal));
        (await Tool.RunAsync(Tools.Promtool, "check", "config", "--syntax-only", file)).With(0);
    }

    [Fact]
    public void Each_alert_has_a_runbook_that_its_annotation_names()
    {
        var sections = Section.Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/operations.md")))
            .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value, StringComparer.Ordinal);
        Assert.Equal(Names().Order(StringComparer.Ordinal), sections.Keys.Order(StringComparer.Ordinal));
        Assert.All(Alerts, a => Assert.EndsWith(
            $"/docs/operations.md#{a["alert"].Text().ToLowerInvariant()}", a["annotations"]!["runbook_url"].Text(),
            StringComparison.Ordinal));
        Assert.All(sections.Values, text => Assert.All(
            ["**Meaning.**", "**Look at.**", "**Do.**"], part => Assert.Contains(part, text, StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"(\d+) rules found")]
    private static partial Regex Found { get; }

    [GeneratedRegex(@"^### (OneLead\w+)\n(.*?)(?=^#|\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section { get; }

    private static IEnumerable<string> Names() => Alerts.Select(a => a["alert"].Text());
}
