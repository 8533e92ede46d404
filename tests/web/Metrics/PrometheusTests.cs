using System.Diagnostics.Metrics;
using OneLead.Web.Metrics;

namespace OneLead.Web.Tests.Metrics;

public class PrometheusTests
{
    [Theory]
    [InlineData("onelead.push.latency", "s", false, "onelead_push_latency_seconds")]
    [InlineData("onelead.events", "", true, "onelead_events_total")]
    [InlineData("onelead.import.rows", "{row}", true, "onelead_import_rows_total")]
    [InlineData("dotnet.gc.heap.total_allocated", "By", true, "dotnet_gc_heap_total_allocated_bytes_total")]
    [InlineData("http.server.active_requests", "{request}", false, "http_server_active_requests")]
    [InlineData("onelead.wait.seconds", "s", false, "onelead_wait_seconds")]
    [InlineData("onelead.done_total", "", true, "onelead_done_total")]
    public void Names_carry_base_units_and_total_on_counters_alone(string instrument, string unit, bool isCounter, string expected) =>
        Assert.Equal(expected, PrometheusText.Name(instrument, unit, isCounter));

    [Fact]
    public void The_text_is_what_the_format_asks_for()
    {
        using var reader = new PrometheusReader();
        using var meter = new Meter("OneLead");
        var counter = meter.CreateCounter<long>("onelead.test.events", null, "Events \\ of\na test");
        counter.Add(2, new KeyValuePair<string, object?>("kind", "a \"quoted\"\nline \\"));
        counter.Add(3, new KeyValuePair<string, object?>("kind", "b"));
        var latency = meter.CreateHistogram<double>("onelead.test.latency", "s", "A wait");
        latency.Record(0.0004);
        latency.Record(0.3);
        meter.CreateObservableGauge("onelead.test.leads", () => 7, null, "Leads");
        var lines = reader.Read().Split('\n').Where(l => l.Contains("onelead_test", StringComparison.Ordinal)).ToArray();
        Assert.Equal(
            """
            # HELP onelead_test_events_total Events \\ of\na test
            # TYPE onelead_test_events_total counter
            onelead_test_events_total{kind="a \"quoted\"\nline \\"} 2
            onelead_test_events_total{kind="b"} 3
            # HELP onelead_test_latency_seconds A wait
            # TYPE onelead_test_latency_seconds histogram
            onelead_test_latency_seconds_bucket{le="0.00025"} 0
            onelead_test_latency_seconds_bucket{le="0.0005"} 1
            """.Split('\n'), lines[..8]);
        Assert.Contains("onelead_test_latency_seconds_bucket{le=\"0.5\"} 2", lines);
        Assert.Contains("onelead_test_latency_seconds_bucket{le=\"+Inf\"} 2", lines);
        Assert.Contains("onelead_test_latency_seconds_sum 0.3004", lines);
        Assert.Contains("onelead_test_latency_seconds_count 2", lines);
        Assert.Contains("# TYPE onelead_test_leads gauge", lines);
        Assert.Contains("onelead_test_leads 7", lines);
    }
}
