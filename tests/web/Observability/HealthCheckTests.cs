using System.Net;

namespace OneLead.Web.Tests.Observability;

[Collection(nameof(ServerCollection))]
public class HealthCheckTests(ServerFixture server)
{
    [Theory]
    [InlineData("/healthz", "ok")]
    [InlineData("/readyz", "ready")]
    public async Task Health_is_json_with_a_status(string path, string status)
    {
        using var answer = await server.Http.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal($$"""{"status":"{{status}}","reason":null}""", await answer.Content.ReadAsStringAsync());
    }
}
