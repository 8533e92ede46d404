using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace OneLead.Web.Tests.Samples;

/// <summary>The sample data are for an empty installation alone.</summary>
public sealed class SampleEndpointTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task It_is_loaded_once_however_many_ask_at_the_same_time()
    {
        // The day has begun, which does not make the store anything but empty.
        await ServerFixture.UntilAsync(
            async () => (await _server.GetAsync("/api/v1/day")).GetProperty("day").ValueKind == JsonValueKind.String);
        var answers = await Task.WhenAll(_server.PostAsync("/api/v1/samples", ""), _server.PostAsync("/api/v1/samples", ""));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(a => a.StatusCode).Order());
        var sample = await answers.Single(a => a.IsSuccessStatusCode).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(200, sample.GetProperty("items").GetInt32());
        Assert.Equal("2025-10-29", sample.GetProperty("asOf").GetString());
        await ServerFixture.UntilAsync(async () => (await _server.GetAsync("/api/v1/portfolio")).GetProperty("items").GetInt32() == 200);
    }

    [Fact]
    public async Task Data_that_are_there_stay_alone()
    {
        await _server.ItemAsync("SAMPLE1");
        Assert.Equal(HttpStatusCode.Conflict, (await _server.PostAsync("/api/v1/samples", "")).StatusCode);
        Assert.Equal(1, (await _server.GetAsync("/api/v1/leads?text=SAMPLE1&limit=1")).GetProperty("items").GetArrayLength());
    }
}
