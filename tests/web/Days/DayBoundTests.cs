using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OneLead.Grains;

namespace OneLead.Web.Tests.Days;

/// <summary>A day that has begun cannot be taken back, so it is at most a few days ahead of the clock.</summary>
public sealed class DayBoundTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_day_far_ahead_of_the_clock_is_refused_once_there_are_facts()
    {
        await _server.ItemAsync("DAY1");
        var clock = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        foreach (var day in (DateOnly[])[DateOnly.MaxValue, clock.AddYears(1), clock.AddDays(DayBound.MaxAhead + 2)])
        {
            using var refused = await BeginAsync(day);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains(
                "days ahead of the clock", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(),
                StringComparison.Ordinal);
            using var import = await ImportAsync(day);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, import.StatusCode);
        }
        Assert.Equal("2025-10-29", (await _server.GetAsync("/api/v1/day")).GetProperty("day").GetString());
        Assert.Equal("ok", await CheckAsync());
        using (var near = await BeginAsync(clock.AddDays(2)))
            Assert.Equal(HttpStatusCode.OK, near.StatusCode);
        await ServerFixture.UntilAsync(async () => await CheckAsync() == "failed");
    }

    [Fact]
    public async Task A_history_is_replayed_into_an_empty_store_under_any_day()
    {
        using (var never = await BeginAsync(DateOnly.MaxValue))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, never.StatusCode);
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddYears(2);
        using (var begun = await BeginAsync(day))
            Assert.Equal(HttpStatusCode.OK, begun.StatusCode);
        await _server.ItemAsync("DAY2");
        using var next = await BeginAsync(day.AddDays(1));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, next.StatusCode);
    }

    private Task<HttpResponseMessage> BeginAsync(DateOnly day) => _server.PostAsync("/api/v1/day", $$"""{"day":"{{Text(day)}}"}""");

    private async Task<HttpResponseMessage> ImportAsync(DateOnly day)
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes("customer_id,customer_name\nC1,A\n"));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await _server.Http.PostAsync($"/api/v1/imports?fileName=customers.csv&asOf={Text(day)}", body);
    }

    private async Task<string?> CheckAsync() =>
        (await _server.GetAsync("/api/v1/system")).GetProperty("checks").EnumerateArray()
            .Single(c => c.GetProperty("name").GetString() == "day").GetProperty("state").GetString();

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
