using System.Text.Json.Nodes;

namespace OneLead.Web.Tests.Api;

/// <summary>The dashboard's types are generated from web/app/openapi.json, so it must be the document that the server serves.</summary>
[Collection(nameof(ServerCollection))]
public class OpenApiDocumentTests(ServerFixture server)
{
    [Fact]
    public async Task The_committed_document_is_the_one_that_the_server_serves()
    {
        var path = Path.Combine(Repository.Root, "web", "app", "openapi.json");
        var committed = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        var served = JsonNode.Parse(await server.Http.GetStringAsync("/openapi/v1.json"))!;
        // The address and the name of the program depend on how it was started.
        served.AsObject().Remove("servers");
        served["info"]!["title"] = committed["info"]!["title"]!.DeepClone();

        var place = Difference(committed, served, "");
        Assert.True(place is null, $"""
            web/app/openapi.json differs from the server's document at {place}.
            Start the server and run `npm run types:fetch` in web/app (ONELEAD_SERVER names its address).
            """);
    }

    [Theory]
    [InlineData("""{"a":[1,2]}""", """{"a":[1,2]}""", null)]
    [InlineData("""{"a":[1,2]}""", """{"a":[1,3]}""", "/a/1")]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", "/b")]
    [InlineData("""{"a":[1]}""", """{"a":[1,2]}""", "/a")]
    public void A_difference_is_found_at_its_place(string one, string other, string? place) =>
        Assert.Equal(place, Difference(JsonNode.Parse(one), JsonNode.Parse(other), ""));

    private static string? Difference(JsonNode? one, JsonNode? other, string place) => (one, other) switch
    {
        (JsonObject a, JsonObject b) => a.Select(p => p.Key).Union(b.Select(p => p.Key))
            .Select(key => a.ContainsKey(key) && b.ContainsKey(key) ? Difference(a[key], b[key], $"{place}/{key}") : $"{place}/{key}")
            .FirstOrDefault(found => found is not null),
        (JsonArray a, JsonArray b) when a.Count == b.Count =>
            a.Zip(b).Select((pair, i) => Difference(pair.First, pair.Second, $"{place}/{i}")).FirstOrDefault(found => found is not null),
        _ => JsonNode.DeepEquals(one, other) ? null : place,
    };
}
