using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using OneLead.Sources.Cdc;
using OneLead.Sources.Mapping;
using OneLead.Sources.Mapping.Reading;
using OneLead.Sources.Webhooks;
using OneLead.Sources.Webhooks.Decoding;

namespace OneLead.Sources.Configuration;

/// <summary>Parses sources.yaml: completely, or with every error at its line and key. No error contains a secret.</summary>
internal sealed partial class SourcesParser(string file, bool loads)
{
    // Sources of other origin; a webhook with such a name would share their source ids.
    private static readonly string[] Reserved = ["api", "workbook", "reconciliation"];

    private static readonly string[] SourceKeys = ["format", "url", "mapping", "key", "window", "allowedOrigins", "rate", "secrets"];
    private static readonly string[] SecretKeys = ["id", "value", "since"];
    private static readonly string[] DatabaseKeys = ["format", "connection", "publication", "slot", "mapping", "tables"];

    private readonly List<MappingError> _errors = [];
    private readonly List<PostgresSource> _databases = [];

    public static SourcesContent Read(string yaml, string file, bool loads)
    {
        var reader = new SourcesParser(file, loads);
        var root = new YamlTree((line, reason) => reader.Error(line, "", reason)).Read(yaml);
        ImmutableArray<WebhookSource> sources = root is null ? [] : [.. reader.Sources(root)];
        return reader._errors.Count > 0 ? SourcesContent.Invalid([.. reader._errors]) : new(sources, [.. reader._databases], []);
    }

    /// <summary>Why a name is not valid for a source; null if it is.</summary>
    public static string? NameProblem(string name) =>
        !NameShape().IsMatch(name) ? "must be 1 to 60 lower-case letters, digits, '.', '_' and '-', and start with a letter or digit"
        : Reserved.Contains(name) ? "is reserved"
        : null;

    private List<WebhookSource> Sources(YamlNode root)
    {
        var sources = new List<WebhookSource>();
        var top = Open(root, "", ["sources"]);
        if (!top.TryGetValue("sources", out var all))
            Error(root.Line, "sources", "is missing");
        else if (!(all.IsScalar && all.Text is null))
        {
            foreach (var (name, node) in Map(all, "sources"))
            {
                if (NameProblem(name) is { } problem)
                    Error(node.Line, $"sources.{name}", problem);
                if (IsDatabase(node))
                    Database(name, node, $"sources.{name}");
                else if (Source(name, node, $"sources.{name}") is { } source)
                    sources.Add(source);
            }
        }
        return sources;
    }

    private static bool IsDatabase(YamlNode node) =>
        node.Map?.Any(m => m.Key == "format" && m.Value.Text == PostgresSource.Format) == true;

    private void Database(string name, YamlNode node, string key)
    {
        var at = Open(node, key, DatabaseKeys);
        var (connection, publication, slot) = (Text(at, "connection", key), Text(at, "publication", key), Text(at, "slot", key));
        var mapping = Text(at, "mapping", key) ?? PostgresSource.DefaultMapping;
        if (connection is null)
            Error(node.Line, $"{key}.connection", "is missing");
        if (publication is null)
            Error(node.Line, $"{key}.publication", "is missing");
        if (slot is not null && !SlotShape().IsMatch(slot))
            Error(at["slot"].Line, $"{key}.slot", "must be 1 to 63 lower-case letters, digits and '_'");
        var tables = Tables(at, key);
        var rules = loads ? Rules(mapping, at.GetValueOrDefault("mapping")?.Line ?? node.Line, $"{key}.mapping")?.InOrder() : null;
        if (connection is null || publication is null)
            return;
        var database = new PostgresSource(name, connection, publication, slot ?? PostgresSource.DefaultSlot(name), mapping, tables)
        {
            Rules = rules,
        };
        try
        {
            _databases.Add(loads ? database.Connected() : database);
        }
        catch (FormatException e)
        {
            Error(at["connection"].Line, $"{key}.connection", e.Message);
        }
    }

    private ImmutableArray<CapturedTable> Tables(Dictionary<string, YamlNode> at, string key)
    {
        if (!at.TryGetValue("tables", out var map))
            return [];
        var tables = ImmutableArray.CreateBuilder<CapturedTable>();
        foreach (var (table, entity) in Map(map, $"{key}.tables"))
        {
            tables.Add(new(table, Scalar(entity, $"{key}.tables.{table}") ?? ""));
            if (!table.Contains('.', StringComparison.Ordinal))
                Error(map.Line, $"{key}.tables.{table}", "must be a table with its schema, public.deals");
        }
        return tables.ToImmutable();
    }

    private WebhookSource? Source(string name, YamlNode node, string key)
    {
        var at = Open(node, key, SourceKeys);
        if (Text(at, "format", key) is not { } formatName || !WebhookFormat.All.TryGetValue(formatName, out var format))
        {
            var formats = string.Join(", ", WebhookFormat.All.Keys.Append(PostgresSource.Format).Order(StringComparer.Ordinal));
            Error(at.GetValueOrDefault("format")?.Line ?? node.Line, $"{key}.format", $"must be one of {formats}");
            return null;
        }
        var url = Text(at, "url", key);
        if (url is null ? format.NeedsUrl : !IsUrl(url))
        {
            var reason = url is null ? $"is missing: {format.Name} signs the registered URL" : "must be a URL, https://…";
            Error(at.GetValueOrDefault("url")?.Line ?? node.Line, $"{key}.url", reason);
        }
        var mapping = Text(at, "mapping", key);
        var rules = loads && (format.NeedsMapping || mapping is not null)
            ? Rules(mapping ?? format.Name, at.GetValueOrDefault("mapping")?.Line ?? node.Line, $"{key}.mapping")
            : null;
        var origins = at.TryGetValue("allowedOrigins", out var list)
            ? List(list, $"{key}.allowedOrigins").Select(o => Scalar(o, $"{key}.allowedOrigins")).OfType<string>()
            : [];
        TimeSpan? window = Number(at, "window", key, 3_600) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        return new(
            name, format, url, mapping, Text(at, "key", key), window, [.. origins], Number(at, "rate", key, 1_000_000),
            Secrets(at, node, key, format))
        {
            Rules = rules,
        };
    }

    private ImmutableArray<WebhookSecret> Secrets(Dictionary<string, YamlNode> at, YamlNode node, string key, WebhookFormat format)
    {
        key += ".secrets";
        var list = at.TryGetValue("secrets", out var given) ? List(given, key) : [];
        if (list.Count is 0 or > WebhookSource.MaxSecrets)
            Error(given?.Line ?? node.Line, key, $"must have one or two secrets, not {list.Count}");
        var secrets = list.Select((s, i) => Secret(s, $"{key}[{i + 1}]", format)).OfType<WebhookSecret>().ToImmutableArray();
        if (secrets.Select(s => s.Id).Distinct(StringComparer.Ordinal).Count() < secrets.Length)
            Error(given?.Line ?? node.Line, key, "has a duplicate id");
        return secrets;
    }

    private WebhookSecret? Secret(YamlNode node, string key, WebhookFormat format)
    {
        var at = Open(node, key, SecretKeys);
        var (id, value) = (Text(at, "id", key), Text(at, "value", key));
        if (id is null)
            Error(node.Line, $"{key}.id", "is missing");
        if (value is null)
            Error(node.Line, $"{key}.value", "is missing");
        var since = TimestampParser.FromIso(Text(at, "since", key));
        if (since is null)
            Error(at.GetValueOrDefault("since")?.Line ?? node.Line, $"{key}.since", "must be a time in RFC 3339");
        if (id is null || value is null || since is null)
            return null;
        try
        {
            if (value.StartsWith(WebhookSecret.EnvironmentPrefix, StringComparison.Ordinal))
            {
                return loads
                    ? WebhookSecret.OfEnvironment(id, value, since.Value, format)
                    : new WebhookSecret(id, value, since.Value, null, null);
            }
            var form = WebhookSecret.FormOf(value, format) ?? throw new FormatException($"is not a secret of {format.Name}");
            return WebhookSecret.Of(id, value, since.Value, form);
        }
        catch (FormatException e)
        {
            Error(at["value"].Line, $"{key}.value", e.Message);
            return null;
        }
    }

    private SourceMapping? Rules(string mapping, int line, string key)
    {
        if (SourceMapping.Shipped(mapping) is { } shipped)
            return shipped;
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, mapping);
        if (!File.Exists(path))
        {
            Error(line, key, $"names neither a shipped mapping ({string.Join(", ", SourceMapping.ShippedNames)}) nor a file: '{mapping}'");
            return null;
        }
        try
        {
            if (!SourceMapping.TryParse(File.ReadAllText(path), mapping, out var own, out var errors))
                _errors.AddRange(errors);
            return own;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Error(line, key, $"cannot be read: {e.Message}");
            return null;
        }
    }

    private static bool IsUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http";

    private Dictionary<string, YamlNode> Open(YamlNode node, string key, string[] known)
    {
        var members = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (name, value) in Map(node, key))
        {
            if (known.Contains(name))
                members[name] = value;
            else
                Error(value.Line, key.Length == 0 ? name : $"{key}.{name}", $"is not allowed here. Allowed: {string.Join(", ", known)}");
        }
        return members;
    }

    private IReadOnlyList<(string Key, YamlNode Value)> Map(YamlNode node, string key)
    {
        if (node.Map is null)
            Error(node.Line, key, "must be a map of key: value");
        return node.Map ?? [];
    }

    private IReadOnlyList<YamlNode> List(YamlNode node, string key)
    {
        if (node.List is null)
            Error(node.Line, key, "must be a list");
        return node.List ?? [];
    }

    private string? Text(Dictionary<string, YamlNode> at, string name, string key) =>
        at.TryGetValue(name, out var node) ? Scalar(node, $"{key}.{name}") : null;

    private string? Scalar(YamlNode node, string key)
    {
        if (!node.IsScalar || string.IsNullOrEmpty(node.Text))
            Error(node.Line, key, "must be a text");
        return node.Text;
    }

    private int? Number(Dictionary<string, YamlNode> at, string name, string key, int max)
    {
        if (!at.TryGetValue(name, out var node))
            return null;
        if (int.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= max)
            return number;
        Error(node.Line, $"{key}.{name}", $"must be a number from 1 to {max}");
        return null;
    }

    private void Error(int line, string key, string reason) => _errors.Add(new(file, line, key, reason));

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,59}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameShape();

    [GeneratedRegex(@"^[a-z0-9_]{1,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex SlotShape();
}
