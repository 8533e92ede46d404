using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OneLead.Events;
using OneLead.Sources.Values;

namespace OneLead.Sources.Mapping.Reading;

/// <summary>Parses a mapping file: completely, or with every error at its line and key.</summary>
internal sealed class MappingParser(string file)
{
    private const int MaxErrors = 50;
    private static readonly EventKind[] Kinds =
        [.. Enum.GetValues<EventKind>().Where(k => k is < EventKind.LeadStatus or EventKind.Raw or EventKind.ProductLifecycle)];

    private readonly List<MappingError> _errors = [];

    public static (SourceMapping? Mapping, ImmutableArray<MappingError> Errors) Read(string yaml, string file)
    {
        var reader = new MappingParser(file);
        var root = new YamlTree((line, reason) => reader.Error(line, "", reason)).Read(yaml);
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yaml)));
        var mapping = root is null ? null : reader.Mapping(root, fingerprint);
        return reader._errors.Count > 0 ? (null, [.. reader._errors]) : (mapping, []);
    }

    private SourceMapping? Mapping(YamlNode root, string fingerprint)
    {
        var at = Open(root, "", ["name", "ids", "gaps", "others", "decimal", "tables"]);
        var name = Text(at, "name", "", isRequired: true);
        var isOwnIds = Choice(at, "ids", "", ["crm", "own"], "crm") == "own";
        var hasGaps = Flag(at, "gaps", "");
        var others = Choice(at, "others", "", ["refuse", "raw", "ignore"], "refuse") switch
        {
            "raw" => OtherTables.Raw,
            "ignore" => OtherTables.Ignore,
            _ => OtherTables.Refuse,
        };
        var mark = Choice(at, "decimal", "", ["point", "comma"], "") switch
        {
            "point" => DecimalMark.Point,
            "comma" => DecimalMark.Comma,
            _ => DecimalMark.Unknown,
        };
        var tables = new Dictionary<string, TableMap>(StringComparer.OrdinalIgnoreCase);
        foreach (var (table, node) in at.TryGetValue("tables", out var all) ? Map(all, "tables") : Missing(root, "tables"))
        {
            if (!tables.TryAdd(table, Table(table, node, $"tables.{table}")))
                Error(node.Line, $"tables.{table}", "occurs twice: case is ignored");
        }
        References(tables);
        return new SourceMapping(name ?? "", isOwnIds, hasGaps, others, tables) { Fingerprint = fingerprint, Decimal = mark };
    }

    private TableMap Table(string name, YamlNode node, string key)
    {
        var rules = ImmutableArray.CreateBuilder<EventRule>();
        var checks = ImmutableArray.CreateBuilder<RowCheck>();
        var named = new HashSet<string>(StringComparer.Ordinal);
        if (node.List is { Count: 0 })
            Error(node.Line, key, "has no rule");
        foreach (var (rule, i) in (node.List ?? [node]).Select((r, i) => (r, i)))
            rules.Add(Rule(name, rule, node.List is null ? key : $"{key}[{i + 1}]", checks, named));
        var fields = named.Where(n => !IsPattern(n)).ToFrozenSet(StringComparer.Ordinal);
        return new(name, rules.ToImmutable(), checks.ToImmutable(), fields, [.. named.Where(IsPattern)]);

        static bool IsPattern(string name) => name.Length > 1 && (name[0] == '*' || name[^1] == '*');
    }

    private EventRule Rule(string table, YamlNode node, string key, ImmutableArray<RowCheck>.Builder checks, HashSet<string> named)
    {
        var at = Open(node, key, ["kind", "prefix", "id", "account", "time", "when", "unless", "owner", "fields", "drop", "checks"]);
        var kind = Kind(at, node, key);
        var id = Paths(at, "id", key);
        var account = Account(at, kind, key);
        var time = at.TryGetValue("time", out var t) ? Field("time", FieldKind.Instant, t, $"{key}.time") : null;
        var conditions =
            Conditions(at, "when", key, isNegated: false).Concat(Conditions(at, "unless", key, isNegated: true)).ToImmutableArray();
        var fields = Fields(at, kind, key);
        if (at.TryGetValue("checks", out var list))
            checks.AddRange(List(list, $"{key}.checks").SelectMany((c, i) => Check(c, $"{key}.checks[{i + 1}]")));
        named.UnionWith(
            [.. id, .. account.Paths, .. account.Territory, .. time?.From ?? [], .. fields.SelectMany(f => f.From),
                .. Paths(at, "drop", key)]);
        var prefix = Text(at, "prefix", key, isRequired: false) ?? (kind == EventKind.Raw ? table : null);
        var isOwner = !at.ContainsKey("owner") || Flag(at, "owner", key);
        return new(kind, prefix, id, account, time, conditions, isOwner, fields);
    }

    private EventKind Kind(Dictionary<string, YamlNode> at, YamlNode node, string key)
    {
        if (!at.TryGetValue("kind", out var named))
            Error(node.Line, key, "has no kind");
        else if (!Wire.TryParse<EventKind>(named.Text, out var kind) || !Kinds.Contains(kind))
            Error(named.Line, $"{key}.kind", $"must be one of {string.Join(", ", Kinds.Select(Wire.Name))}");
        else
            return kind;
        return EventKind.Raw;
    }

    private AccountRule Account(Dictionary<string, YamlNode> at, EventKind kind, string key)
    {
        if (!at.TryGetValue("account", out var node))
            return AccountRule.Of(kind == EventKind.Account ? AccountForm.Itself : AccountForm.Unplaced);
        key += ".account";
        if (kind.IsTenantWide())
            Error(node.Line, key, "is not allowed: events of this kind belong to no account");
        if (node.IsScalar)
        {
            if (node.Text != "none")
                Error(node.Line, key, "must be none, or one of crm, customer, territory and name with a path");
            return AccountRule.Of(AccountForm.None);
        }
        var forms = Open(node, key, ["crm", "customer", "territory", "name"]);
        (AccountForm, string)? form =
            forms.ContainsKey("name") ? (AccountForm.Name, "name")
            : forms.ContainsKey("crm") ? (AccountForm.Crm, "crm")
            : forms.ContainsKey("customer") ? (AccountForm.Customer, "customer")
            : forms.ContainsKey("territory") ? (AccountForm.Territory, "territory") : null;
        if (form is not var (value, path) || forms.Count > (value == AccountForm.Name && forms.ContainsKey("territory") ? 2 : 1))
        {
            Error(node.Line, key, "must be one of crm, customer, territory and name; only a name may have a territory beside it");
            return AccountRule.Of(AccountForm.None);
        }
        return new(value, Paths(forms, path, key), value == AccountForm.Name ? Paths(forms, "territory", key) : []);
    }

    private List<Condition> Conditions(Dictionary<string, YamlNode> at, string name, string key, bool isNegated) =>
        at.TryGetValue(name, out var node)
            ? [.. Map(node, $"{key}.{name}").Select(c => new Condition(c.Key, Values(c.Value, $"{key}.{name}.{c.Key}"), isNegated))]
            : [];

    private ImmutableArray<string?> Values(YamlNode node, string key) => [.. (node.List ?? [node]).Select(v => Scalar(v, key))];

    private ImmutableArray<FieldRule> Fields(Dictionary<string, YamlNode> at, EventKind kind, string key)
    {
        if (!at.TryGetValue("fields", out var node))
            return [];
        var known = EventSchema.Fields(kind);
        var fields = ImmutableArray.CreateBuilder<FieldRule>();
        foreach (var (target, value) in Map(node, $"{key}.fields"))
        {
            var isKnown = known.TryGetValue(target, out var type);
            if (!isKnown && !IsCustom(target, kind))
            {
                var names = string.Join(", ", known.Keys.Order(StringComparer.Ordinal));
                Error(value.Line, $"{key}.fields.{target}",
                    $"is not a field of {Wire.Name(kind)}. Known fields: {names}; custom fields start with x.");
            }
            fields.Add(Field(target, isKnown ? type : null, value, $"{key}.fields.{target}"));
        }
        return fields.ToImmutable();
    }

    // Custom fields need a prefix, so that a typo does not create a field. Raw events have no schema.
    private static bool IsCustom(string target, EventKind kind) =>
        target.Length is > 0 and <= 100
        && (target.StartsWith("x.", StringComparison.Ordinal) || (kind == EventKind.Raw && char.IsAsciiLetter(target[0])));

    private FieldRule Field(string target, FieldKind? kind, YamlNode node, string key)
    {
        if (node.Map is null)
            return new(target, kind ?? FieldKind.Text, PathsOf(node, key), null, null, NoValues, null, null, false, null);
        var at = Open(node, key, ["from", "join", "value", "values", "format", "scale", "percent", "default", "type"]);
        var paths = Paths(at, "from", key);
        var constant = Text(at, "value", key, isRequired: false);
        if (paths.IsEmpty == constant is null)
            Error(node.Line, key, "must have either from (a path) or value (a constant)");
        if (at.TryGetValue("type", out var typed) && kind is not null)
            Error(typed.Line, $"{key}.type", $"is not allowed: the type is {Wire.Name(kind.Value)}");
        var type = kind ?? TypeOf(at, key);
        var percent = Choice(at, "percent", key, ["true", "false", "column"], "false");
        return new(
            target, type, paths, Text(at, "join", key, isRequired: false), constant, Translations(at, key), Format(at, type, key),
            Factor(at, type, key), percent != "false", Text(at, "default", key, isRequired: false))
        {
            IsPercentByColumn = percent == "column",
        };
    }

    private FieldKind TypeOf(Dictionary<string, YamlNode> at, string key) =>
        at.ContainsKey("type") && Wire.TryParse<FieldKind>(Choice(at, "type", key, Wire.All<FieldKind>(), "text"), out var named)
            ? named
            : FieldKind.Text;

    private FrozenDictionary<string, string?> Translations(Dictionary<string, YamlNode> at, string key) =>
        at.TryGetValue("values", out var map)
            ? Map(map, $"{key}.values")
                .GroupBy(v => v.Key, StringComparer.OrdinalIgnoreCase)
                .ToFrozenDictionary(v => v.Key, v => Scalar(v.Last().Value, $"{key}.values.{v.Key}"), StringComparer.OrdinalIgnoreCase)
            : NoValues;

    private string? Format(Dictionary<string, YamlNode> at, FieldKind kind, string key)
    {
        if (Text(at, "format", key, isRequired: false) is not { } format)
            return null;
        if (kind is not (FieldKind.Date or FieldKind.Instant))
            Error(at["format"].Line, $"{key}.format", "is only for dates and times");
        else if (!ValueReader.IsFormat(format))
            Error(at["format"].Line, $"{key}.format", $"'{format}' is neither unix_ms, unix_s, dotnet_date nor a .NET date format");
        return format;
    }

    private decimal? Factor(Dictionary<string, YamlNode> at, FieldKind kind, string key)
    {
        if (at.TryGetValue("percent", out var percent) && kind is not (FieldKind.Rate or FieldKind.Number))
            Error(percent.Line, $"{key}.percent", "is only for rates and numbers");
        if (Text(at, "scale", key, isRequired: false) is not { } text)
            return null;
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out var factor) || Math.Abs(factor) is 0 or > 1_000_000_000)
            Error(at["scale"].Line, $"{key}.scale", "must be a number other than 0, up to 1000000000");
        else if (kind is not (FieldKind.Money or FieldKind.Number or FieldKind.Integer or FieldKind.Rate))
            Error(at["scale"].Line, $"{key}.scale", "is only for numbers");
        return factor;
    }

    private IEnumerable<RowCheck> Check(YamlNode node, string key)
    {
        var at = Open(node, key, ["not_null", "unique", "accepted", "references", "severity"]);
        var isWarning = Choice(at, "severity", key, ["refuse", "warn"], "refuse") == "warn";
        if (at.Count - (at.ContainsKey("severity") ? 1 : 0) != 1)
        {
            Error(node.Line, key, "must have one of not_null, unique, accepted and references, and may have severity");
            return [];
        }
        return
        [
            .. Paths(at, "not_null", key).Select(f => new RowCheck(CheckKind.NotNull, f, isWarning, [], "", "")),
            .. Paths(at, "unique", key).Select(f => new RowCheck(CheckKind.Unique, f, isWarning, [], "", "")),
            .. Pairs("accepted").Select(p =>
                new RowCheck(CheckKind.Accepted, p.Key, isWarning, Accepted(p.Value, $"{key}.accepted.{p.Key}"), "", "")),
            .. Pairs("references").Select(p => Reference(p.Key, p.Value, isWarning, $"{key}.references.{p.Key}")),
        ];

        FrozenSet<string> Accepted(YamlNode values, string path) => PathsOf(values, path).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

        IEnumerable<(string Key, YamlNode Value)> Pairs(string name) => at.TryGetValue(name, out var map) ? Map(map, $"{key}.{name}") : [];
    }

    private RowCheck Reference(string field, YamlNode node, bool isWarning, string key)
    {
        var parts = Scalar(node, key)?.Split('.', 2) ?? [];
        if (parts is [{ Length: > 0 } table, { Length: > 0 } column])
            return new(CheckKind.References, field, isWarning, [], table, column);
        Error(node.Line, key, "must be table.column");
        return new(CheckKind.References, field, isWarning, [], "", "");
    }

    // A reference to a table that the mapping does not have would never be checked.
    private void References(Dictionary<string, TableMap> tables)
    {
        foreach (var table in tables.Values)
        {
            foreach (var check in table.Checks.Where(
                c => c.Kind == CheckKind.References && c.Table.Length > 0 && !tables.ContainsKey(c.Table)))
                Error(0, $"tables.{table.Name}.checks", $"refers to a table {check.Table} that the mapping does not have");
        }
    }

    private Dictionary<string, YamlNode> Open(YamlNode node, string key, ReadOnlySpan<string> allowed)
    {
        var found = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (name, value) in Map(node, key))
        {
            if (allowed.Contains(name))
                found[name] = value;
            else
                Error(value.Line, Join(key, name), $"is not allowed here. Allowed: {string.Join(", ", allowed.ToArray())}");
        }
        return found;
    }

    private IReadOnlyList<(string Key, YamlNode Value)> Map(YamlNode node, string key)
    {
        if (node.Map is { } map)
            return map;
        Error(node.Line, key, "must be a map of key: value");
        return [];
    }

    private IReadOnlyList<YamlNode> List(YamlNode node, string key)
    {
        if (node.List is { } list)
            return list;
        Error(node.Line, key, "must be a list");
        return [];
    }

    private IReadOnlyList<(string, YamlNode)> Missing(YamlNode node, string key)
    {
        Error(node.Line, key, "is missing");
        return [];
    }

    private ImmutableArray<string> Paths(Dictionary<string, YamlNode> at, string name, string key) =>
        at.TryGetValue(name, out var node) ? PathsOf(node, $"{key}.{name}") : [];

    private ImmutableArray<string> PathsOf(YamlNode node, string key)
    {
        var paths = ImmutableArray.CreateBuilder<string>();
        foreach (var item in node.List ?? [node])
        {
            if (Scalar(item, key) is { Length: > 0 } path)
                paths.Add(path);
            else
                Error(item.Line, key, "must be a name");
        }
        return paths.ToImmutable();
    }

    private string? Scalar(YamlNode node, string key)
    {
        if (!node.IsScalar)
            Error(node.Line, key, "must be a text");
        return node.Text;
    }

    private string? Text(Dictionary<string, YamlNode> at, string name, string key, bool isRequired)
    {
        if (at.TryGetValue(name, out var node))
            return Scalar(node, Join(key, name)) is { Length: > 0 } text ? text : Wrong(node.Line, "must be a text");
        return isRequired ? Wrong(1, "is missing") : null;

        string? Wrong(int line, string reason)
        {
            Error(line, Join(key, name), reason);
            return null;
        }
    }

    private bool Flag(Dictionary<string, YamlNode> at, string name, string key) =>
        Choice(at, name, key, ["false", "true"], "false") == "true";

    private string Choice(Dictionary<string, YamlNode> at, string name, string key, IReadOnlyList<string> choices, string otherwise)
    {
        if (!at.TryGetValue(name, out var node))
            return otherwise;
        if (node.Text is { } text && choices.Contains(text))
            return text;
        Error(node.Line, Join(key, name), $"must be one of {string.Join(", ", choices)}");
        return otherwise;
    }

    private static string Join(string key, string name) => key.Length == 0 ? name : $"{key}.{name}";

    private void Error(int line, string key, string reason)
    {
        if (_errors.Count < MaxErrors)
            _errors.Add(new(file, line, key, reason));
    }

    private static readonly FrozenDictionary<string, string?> NoValues = FrozenDictionary<string, string?>.Empty;
}
