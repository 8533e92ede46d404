using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace OneLead.Web.Metrics;

/// <summary>Writes metrics in the Prometheus text format 0.0.4: base units in names, _total on counters alone.</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new(16 * 1024);

    public static string Of(in Batch<Metric> batch)
    {
        var text = new PrometheusText();
        var metrics = new List<Metric>();
        foreach (var metric in batch)
            metrics.Add(metric);
        // A family stands in one block, also when several meters feed it.
        foreach (var family in metrics.Where(m => TypeOf(m) is not null).GroupBy(NameOf, StringComparer.Ordinal).OrderBy(f => f.Key, StringComparer.Ordinal))
            text.Family(family.Key, [.. family]);
        return text._text.ToString();
    }

    /// <summary><c>onelead.push.latency</c> in s is <c>onelead_push_latency_seconds</c>; a counter ends in _total.</summary>
    internal static string Name(string instrument, string unit, bool isCounter)
    {
        var name = new StringBuilder(instrument.Length + 16);
        foreach (var c in instrument)
        {
            var kept = char.IsAsciiLetterOrDigit(c) || c == ':' ? c : '_';
            if (kept != '_' || name.Length > 0 && name[^1] != '_')
                name.Append(kept);
        }
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
            name.Insert(0, '_');
        if (isCounter && EndsWith(name, "_total"))
            name.Length -= "_total".Length;
        if (Units.TryGetValue(unit, out var suffix) && !EndsWith(name, suffix))
            name.Append(suffix);
        return (isCounter ? name.Append("_total") : name).ToString();
    }

    private void Family(string name, IReadOnlyList<Metric> metrics)
    {
        var type = TypeOf(metrics[0])!;
        var help = metrics.Select(m => m.Description).FirstOrDefault(d => !string.IsNullOrEmpty(d)) ?? metrics[0].Name;
        Line($"# HELP {name} {help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}");
        Line($"# TYPE {name} {type}");
        foreach (var metric in metrics.Where(m => TypeOf(m) == type))
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                if (type == "histogram")
                    Histogram(name, in point);
                else
                    Sample(name, Labels(in point), Value(metric, in point));
            }
        }
    }

    private void Histogram(string name, in MetricPoint point)
    {
        var labels = Labels(in point);
        var count = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            Sample(name + "_bucket", [.. labels, ("le", Number(bucket.ExplicitBound))], count);
        }
        Sample(name + "_sum", labels, point.GetHistogramSum());
        Sample(name + "_count", labels, point.GetHistogramCount());
    }

    private void Sample(string name, (string Name, string Value)[] labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
            _text.Append('{').AppendJoin(',', labels.Select(l => $"{l.Name}=\"{Escape(l.Value)}\"")).Append('}');
        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    private void Line(string line) => _text.Append(line).Append('\n');

    private static (string, string)[] Labels(in MetricPoint point)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in point.Tags)
            labels[Name(key, "", false)] = value switch
            {
                bool flag => flag ? "true" : "false",
                _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
            };
        return [.. labels.Select(l => (l.Key, l.Value))];
    }

    private static double Value(Metric metric, in MetricPoint point) => metric.MetricType switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };

    private static string? TypeOf(Metric metric) => metric.MetricType switch
    {
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic => "gauge",
        MetricType.LongGauge or MetricType.DoubleGauge => "gauge",
        MetricType.Histogram => "histogram",
        _ => null,
    };

    private static string NameOf(Metric metric) => Name(metric.Name, metric.Unit, TypeOf(metric) == "counter");

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static bool EndsWith(StringBuilder name, string suffix) => name.Length >= suffix.Length && name.ToString(name.Length - suffix.Length, suffix.Length) == suffix;

    // Units in braces ({request}) say what is counted and are no unit.
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal) { ["s"] = "_seconds", ["ms"] = "_milliseconds", ["By"] = "_bytes", ["%"] = "_percent" };
}
