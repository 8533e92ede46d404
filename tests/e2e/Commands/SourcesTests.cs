using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace OneLead.EndToEnd.Tests.Commands;

/// <summary>A source from its making to a corrected dead letter, beside a server that runs all the while.</summary>
public sealed class SourcesTests
{
    [Fact]
    public async Task A_source_delivers_what_cannot_be_mapped_is_corrected_and_the_source_is_removed()
    {
        using var data = new DataDirectory();
        await using var server = await RunningServer.StartAsync(data, null, "--no-sample");
        Assert.Equal(HttpStatusCode.NotFound, await DeliverAsync(server, "crm", "none", Deal(1, "100")));

        var first = Secret((await OneLeadProgram.RunAsync(data, "sources", "add", "crm", "--format", "pipedrive")).With(0).Output);
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(server, "crm", first, Deal(1, "100")));
        var second = Secret((await OneLeadProgram.RunAsync(data, "sources", "rotate", "crm")).With(0).Output);
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(server, "crm", first, Deal(2, "\"a lot\"")));
        (await OneLeadProgram.RunAsync(data, "sources", "retire", "crm")).With(0);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK),
            (await DeliverAsync(server, "crm", first, Deal(1, "100")), await DeliverAsync(server, "crm", second, Deal(1, "100"))));

        var listed = (await OneLeadProgram.RunAsync(data, "sources")).With(0).Output;
        Assert.Contains("pipedrive", listed, StringComparison.Ordinal);
        Assert.DoesNotContain(second, listed, StringComparison.Ordinal);

        var letter = Assert.Single((await OneLeadProgram.RunAsync(data, "dead-letters", "list", "--json")).With(0).Json);
        var id = letter.GetProperty("id").ToString();
        (await OneLeadProgram.RunAsync(data, "dead-letters", "replay")).With(2);
        var content = JsonNode.Parse((await OneLeadProgram.RunAsync(data, "dead-letters", "show", id)).With(0).Output)!;
        content["fields"]!["value"] = 250;
        await File.WriteAllTextAsync(data.File("corrected.json"), content.ToJsonString());
        (await OneLeadProgram.RunAsync(data, "dead-letters", "edit", id, "--file", data.File("corrected.json"))).With(0);
        (await OneLeadProgram.RunAsync(data, "dead-letters", "replay", id)).With(0);
        Assert.Empty((await OneLeadProgram.RunAsync(data, "dead-letters", "list", "--json")).With(0).Json);

        (await OneLeadProgram.RunAsync(data, "sources", "remove", "crm")).With(0);
        Assert.Equal(HttpStatusCode.NotFound, await DeliverAsync(server, "crm", second, Deal(1, "100")));
        Assert.DoesNotContain(second, server.Log, StringComparison.Ordinal);
    }

    private static string Deal(int id, string value) => $$$"""
        {"meta":{"action":"change","entity":"deal","entity_id":{{{id}}},"id":"m-{{{id}}}","timestamp":"1772447400","version":"2.0"},"data":{"id":{{{id}}},"title":"Deal","value":{{{value}}},"currency":"EUR","org_id":9}}
        """;

    private static string Secret(string output) =>
        output.Split('\n').Single(l => l.StartsWith("Password", StringComparison.Ordinal))["Password".Length..].Trim();

    private static async Task<HttpStatusCode> DeliverAsync(RunningServer server, string source, string password, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/webhooks/{source}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{source}:{password}")));
        using var answer = await server.Http.SendAsync(request);
        return answer.StatusCode;
    }
}
