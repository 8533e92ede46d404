using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Sources.Imports;

namespace OneLead.Web.Tests.Api;

/// <summary>A full queue refuses uploads for a while, and the list of imports does not show them.</summary>
public sealed class ImportQueueTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_refused_upload_is_told_when_to_come_back_and_is_not_listed()
    {
        var gate = _server.Services.GetRequiredService<ReadingGate>();
        using (await gate.EnterAsync(0, Timeout.InfiniteTimeSpan, CancellationToken.None))
        {
            // One waits to be read, and twenty wait in the queue.
            Assert.Equal(HttpStatusCode.Accepted, (await UploadAsync()).StatusCode);
            await ServerFixture.UntilAsync(async () => (await _server.GetAsync("/api/v1/imports")).GetProperty("items")[0]
                .GetProperty("state").GetString() == "running");
            for (var i = 0; i < 20; i++)
                Assert.Equal(HttpStatusCode.Accepted, (await UploadAsync()).StatusCode);
            using var refused = await UploadAsync();
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(30), refused.Headers.RetryAfter?.Delta);
            Assert.Equal(21, (await _server.GetAsync("/api/v1/imports")).GetProperty("total").GetInt32());
        }
        await ServerFixture.UntilAsync(async () => (await _server.GetAsync("/api/v1/imports?limit=50")).GetProperty("items")
            .EnumerateArray().All(i => i.GetProperty("state").GetString() == "done"));
        Assert.Equal(HttpStatusCode.Accepted, (await UploadAsync()).StatusCode);
    }

    private async Task<HttpResponseMessage> UploadAsync()
    {
        using var body = new ByteArrayContent("customer_id,customer_name\nQ1,Queue\n"u8.ToArray());
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await _server.Http.PostAsync("/api/v1/imports?fileName=customers.csv", body);
    }
}
