
namespace OneLead.Web.Tests.Observability;

[Collection(nameof(ServerCollection))]
public class MetricsTests(ServerFixture server)
{
    [Fact]
    public async Task Metrics_have_their_documented_names_and_pass_promtool()
    {
        await server.ItemAsync("METRIC1");
        string[] lines = [];
        // An answer is given again for some tenths of a second, and events are counted after their senders are answered.
        await ServerFixture.UntilAsync(async () =>
        {
            var answer = await server.Http.GetAsync("/metrics");
            Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
            lines = (await answer.Content.ReadAsStringAsync()).Split('\n');
            return lines.Contains("# TYPE onelead_events_total counter");
        });
        Assert.Contains("# TYPE onelead_leads gauge", lines);
        Assert.Contains("# TYPE onelead_journal_unflushed gauge", lines);
        Assert.Contains(lines, l => l.StartsWith("onelead_data_free_bytes{} ", StringComparison.Ordinal));
        Assert.Contains("# TYPE onelead_hub_connections gauge", lines);
        Assert.Contains("# TYPE onelead_journal_commit_seconds histogram", lines);
        Assert.Contains(lines, l => l.StartsWith("onelead_journal_commit_seconds_bucket{le=\"0.00025\"} ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("onelead_leads{priority=\"high\",type=\"renewal\"} ", StringComparison.Ordinal));
        // Without promtool the checks above stand alone.
        var ours = string.Join('\n', lines.Where(l => l.Contains("onelead_", StringComparison.Ordinal))) + "\n";
        Assert.Equal("", await Promtool.CheckAsync(ours) ?? "");
    }

    [Theory]
    [InlineData("orleans_grains{grain_type=\"account\"} ")]
    [InlineData("dotnet_gc_collections_total{")]
    [InlineData("http_server_request_duration_seconds_bucket{")]
    public async Task Orleans_the_runtime_and_AspNetCore_are_measured(string start)
    {
        await server.ItemAsync("METRIC2");
        // Orleans counts its activations once a second.
        await ServerFixture.UntilAsync(async () =>
            (await server.Http.GetStringAsync("/metrics")).Split('\n').Any(l => l.StartsWith(start, StringComparison.Ordinal)));
    }
}
