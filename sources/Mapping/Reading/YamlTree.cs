using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OneLead.Sources.Mapping.Reading;

/// <summary>A YAML node with its line: a text, a list or a map.</summary>
/// <param name="Text">Null for a plain <c>null</c>, <c>~</c> or an empty value.</param>
internal sealed record YamlNode(
    int Line, string? Text, IReadOnlyList<YamlNode>? List, IReadOnlyList<(string Key, YamlNode Value)>? Map)
{
    public bool IsScalar => List is null && Map is null;
}

/// <summary>
/// Reads YAML from the parser's events into a tree, without anchors or tags, and bounded in size and depth, so that no file can
/// exhaust memory.
/// </summary>
internal sealed class YamlTree(Action<int, string> error)
{
    private const int MaxLength = 1 << 20;
    private const int MaxDepth = 20;

    /// <summary>Reads the document; null if it is not readable, which is reported as an error.</summary>
    public YamlNode? Read(string yaml)
    {
        if (yaml.Length > MaxLength)
        {
            error(0, $"is longer than {MaxLength} characters");
            return null;
        }
        var parser = new Parser(new StringReader(yaml.TrimStart('\uFEFF')));
        try
        {
            parser.Consume<StreamStart>();
            parser.Consume<DocumentStart>();
            var root = Node(parser, 0);
            parser.Consume<DocumentEnd>();
            parser.Consume<StreamEnd>();
            return root;
        }
        // The parser also throws these for some errors.
        catch (Exception e) when (e is YamlException or InvalidOperationException or ArgumentException)
        {
            var line = (e as YamlException)?.Start.Line ?? parser.Current?.End.Line ?? 0;
            error((int)line, "is not valid YAML: " + e.Message.Split('\n')[0]);
            return null;
        }
    }

    private YamlNode Node(Parser parser, int depth)
    {
        if (depth > MaxDepth)
            throw new InvalidOperationException("It is nested too deeply.");
        var at = (int)(parser.Current?.Start.Line ?? 0);
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            var isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "null" or "~";
            return new(at, isNull ? null : scalar.Value, null, null);
        }
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var list = new List<YamlNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
                list.Add(Node(parser, depth + 1));
            return new(at, null, list, null);
        }
        parser.Consume<MappingStart>();
        var map = new List<(string, YamlNode)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>();
            if (!names.Add(key.Value))
                error((int)key.Start.Line, $"'{key.Value}' occurs twice");
            map.Add((key.Value, Node(parser, depth + 1)));
        }
        return new(at, null, null, map);
    }
}
