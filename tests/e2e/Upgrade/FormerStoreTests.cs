using System.IO.Compression;
using System.Text.Json.Nodes;

namespace OneLead.EndToEnd.Tests.Upgrade;

/// <summary>
/// Reads stores of former versions: Former/NAME.zip is a data directory that such a version left, Former/NAME.json what it answered.
/// Add a pair when a format changes; a figure in an answer changes only with the rule behind it.
/// </summary>
public sealed class FormerStoreTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "e2e", "Upgrade", "Former");

    public static TheoryData<string> Stores =>
        [.. Directory.GetFiles(Folder, "*.zip").Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Stores))]
    public async Task A_store_of_a_former_version_gives_the_same_answers(string name)
    {
        using var data = new DataDirectory();
        await ZipFile.ExtractToDirectoryAsync(Path.Combine(Folder, name + ".zip"), data.Path);
        await using var server = await RunningServer.StartAsync(data, null, "--no-sample", "--as-of", "2025-10-29");
        Assert.True((await server.PostAsync("/api/v1/verification", new { })).GetProperty("ok").GetBoolean());

        var former = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, name + ".json")))!.AsObject();

        Assert.NotEmpty(former);
        foreach (var (path, answer) in former)
            Assert.Empty(Missing(path, answer, JsonNode.Parse((await server.GetAsync($"/api/v1/{path}")).GetRawText())));
        Assert.Equal(0, await server.TerminateAsync());
    }

    [Fact]
    public void The_comparison_finds_what_is_missing_or_another() => Assert.Equal(
        ["x.a: 1 was expected, not 2", "x.b[0].c: \"kept\" was expected, not nothing"],
        Missing("x", JsonNode.Parse("""{"a":1,"b":[{"c":"kept"}],"d":null}"""), JsonNode.Parse("""{"a":2,"b":[{"more":1}]}""")));

    // A later version may answer more.
    private static IEnumerable<string> Missing(string place, JsonNode? expected, JsonNode? actual) => (expected, actual) switch
    {
        (JsonObject e, JsonObject a) => e.SelectMany(p => Missing($"{place}.{p.Key}", p.Value, a[p.Key])),
        (JsonArray e, JsonArray a) when e.Count == a.Count => e.SelectMany((item, i) => Missing($"{place}[{i}]", item, a[i])),
        _ when JsonNode.DeepEquals(expected, actual) => [],
        _ => [$"{place}: {expected?.ToJsonString() ?? "null"} was expected, not {actual?.ToJsonString() ?? "nothing"}"],
    };
}
