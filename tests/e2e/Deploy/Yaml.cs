using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace OneLead.EndToEnd.Tests.Deploy;

/// <summary>Reads YAML into JSON nodes, whose values are all strings.</summary>
internal static class Yaml
{
    public static JsonNode Load(string path) => Documents(File.ReadAllText(Path.Combine(Repository.Root, path))).Single();

    public static IReadOnlyList<JsonNode> Documents(string text)
    {
        var parser = new MergingParser(new Parser(new StringReader(text)));
        var deserializer = new DeserializerBuilder().Build();
        var documents = new List<JsonNode>();
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
            documents.Add(Convert(deserializer.Deserialize<object>(parser))!);
        return documents;
    }

    /// <summary>The entries of a list; none if it is not there.</summary>
    public static IEnumerable<JsonNode> Each(this JsonNode? list) => (list as JsonArray ?? []).Select(n => n!);

    public static string Text(this JsonNode? value) => (string)value!;

    private static JsonNode? Convert(object? value) => value switch
    {
        Dictionary<object, object> map => new JsonObject(map.Select(e => KeyValuePair.Create((string)e.Key, Convert(e.Value)))),
        List<object> list => new JsonArray([.. list.Select(Convert)]),
        string text => JsonValue.Create(text),
        _ => null,
    };
}
