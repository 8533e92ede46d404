using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace OneLead.Rules.Parsing;

/// <summary>
/// A mapping in the rules file. A missing or invalid value is recorded as an error with its line and read as a neutral
/// value, so one pass finds every error. A key that was not read is an error too. A missing section is reported once; its
/// keys are not reported.
/// </summary>
internal sealed class RuleSection(YamlMappingNode? node, YamlNode? place, string path, RuleFileContext reading)
{
    private readonly HashSet<YamlNode> _asked = [];

    public static T Root<T>(YamlNode? root, RuleFileContext reading, Func<RuleSection, T> read) where T : class
    {
        if (root is not YamlMappingNode)
            reading.Errors.Add(new RuleError((int)(root?.Start.Line ?? 1), (int)(root?.Start.Column ?? 1), "", "must be a mapping"));
        return new RuleSection(root as YamlMappingNode, root, "", reading).Close(read);
    }

    public bool Has(string key) => Find(key) is not null;

    /// <summary>The keys of this section. The caller must read each of them.</summary>
    public IEnumerable<string> Keys => node?.Children.Keys.OfType<YamlScalarNode>().Select(k => k.Value ?? "") ?? [];

    public T In<T>(string key, Func<RuleSection, T> read)
    {
        var child = Required(key);
        if (child is not (null or YamlMappingNode))
            Error(child, Path(key), "must be a mapping");
        return new RuleSection(child as YamlMappingNode, child ?? place, Path(key), reading).Close(read);
    }

    public ImmutableArray<T> List<T>(string key, Func<RuleSection, T> read)
    {
        var items = Items(key);
        return [.. items.Select((item, i) =>
        {
            if (item is not YamlMappingNode)
                Error(item, $"{Path(key)}[{i}]", "must be a mapping");
            return new RuleSection(item as YamlMappingNode, item, $"{Path(key)}[{i}]", reading).Close(read);
        })];
    }

    public ImmutableArray<string> Texts(string key)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var (i, item) in Items(key).Index())
        {
            if (item is not YamlScalarNode { Value.Length: > 0 } scalar)
                Error(item, $"{Path(key)}[{i}]", "must be a text");
            else if (texts.Contains(scalar.Value!))
                Error(item, $"{Path(key)}[{i}]", $"'{scalar.Value}' is listed twice");
            else
                texts.Add(scalar.Value!);
        }
        return texts.DrainToImmutable();
    }

    public string Text(string key, string fallback = "")
    {
        if (Required(key) is not { } value)
            return fallback;
        if (value is YamlScalarNode { Value.Length: > 0 } scalar)
            return scalar.Value;
        Error(value, Path(key), "must be a non-empty text");
        return fallback;
    }

    public string? OptionalText(string key) => Has(key) ? Text(key) : null;

    public int Int(string key, int min, int max) => Required(key) is { } value ? Number(value, Path(key), min, max) : min;

    public int OptionalInt(string key, int min, int max, int fallback) => Has(key) ? Int(key, min, max) : fallback;

    /// <summary>Reads a weight of 0-1 in multiples of 0.01 as hundredths.</summary>
    public int Weight(string key)
    {
        if (Required(key) is not { } value)
            return 0;
        if (decimal.TryParse((value as YamlScalarNode)?.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var weight)
            && weight is >= 0 and <= 1 && decimal.IsInteger(weight * 100))
            return (int)(weight * 100);
        Error(value, Path(key), "must be a weight from 0 to 1, in multiples of 0.01");
        return 0;
    }

    public Regex Pattern(string key)
    {
        var text = Text(key, PatternCompiler.Nothing);
        try
        {
            return PatternCompiler.Compile(text, reading.Ships);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            Error(Find(key), Path(key), $"'{text}' is not a valid pattern: {e.Message}");
            return PatternCompiler.Compile(PatternCompiler.Nothing, reading.Ships);
        }
    }

    public T Name<T>(string key) where T : struct, Enum => ToEnum<T>(Find(key), Path(key), Text(key));

    public ImmutableArray<T> Names<T>(string key) where T : struct, Enum =>
        [.. Texts(key).Select(name => ToEnum<T>(Find(key), Path(key), name))];

    /// <summary>Reads numeric keys (thresholds) with their points, in file order.</summary>
    public IEnumerable<(long Key, int Points)> Points(int min, int max)
    {
        foreach (var key in Keys)
        {
            if (!long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var threshold)
                || Math.Abs(threshold) > 1_000_000_000)
                Error(KeyNode(key), Path(key), "must be a whole number of at most 1,000,000,000");
            yield return (threshold, Int(key, min, max));
        }
    }

    /// <summary>Records an error at a key of this section, or at the section itself.</summary>
    public void Error(string? key, string message) =>
        Error(key is null ? place : Find(key) ?? place, key is null ? path : Path(key), message);

    private T Close<T>(Func<RuleSection, T> read)
    {
        var result = read(this);
        foreach (var key in node?.Children.Keys.Where(k => !_asked.Contains(k)) ?? [])
            Error(key, Path(key is YamlScalarNode scalar ? scalar.Value ?? "" : "?"), "is an unknown key");
        return result;
    }

    private YamlNode? Required(string key)
    {
        var value = Find(key);
        if (value is null && node is not null)
            Error(node, Path(key), "is missing");
        return value;
    }

    private YamlNode? Find(string key)
    {
        if (KeyNode(key) is not { } found)
            return null;
        _asked.Add(found);
        return node!.Children[found];
    }

    private YamlNode? KeyNode(string key) => node?.Children.Keys.FirstOrDefault(k => k is YamlScalarNode scalar && scalar.Value == key);

    private IList<YamlNode> Items(string key)
    {
        var value = Required(key);
        if (value is not (null or YamlSequenceNode))
            Error(value, Path(key), "must be a list");
        return (value as YamlSequenceNode)?.Children ?? [];
    }

    private int Number(YamlNode value, string at, int min, int max)
    {
        if (int.TryParse((value as YamlScalarNode)?.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max)
            return number;
        Error(value, at, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min:N0} to {max:N0}"));
        return min;
    }

    private T ToEnum<T>(YamlNode? at, string atPath, string name) where T : struct, Enum
    {
        if (!Wire.TryParse<T>(name, out var value) && at is not null)
            Error(at, atPath, $"'{name}' must be one of {string.Join(", ", Wire.All<T>())}");
        return value;
    }

    private string Path(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private void Error(YamlNode? at, string atPath, string message)
    {
        if (at is not null)
            reading.Errors.Add(new RuleError((int)at.Start.Line, (int)at.Start.Column, atPath, message));
    }
}
