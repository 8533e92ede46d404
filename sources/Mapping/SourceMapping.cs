using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OneLead.Events;
using OneLead.Sources.Mapping.Reading;
using OneLead.Sources.Values;
using OneLead.Sources.Workbooks.Mapping;
using OneLead.Values;

namespace OneLead.Sources.Mapping;

/// <summary>
/// Maps a sender's objects or tables to change events (docs/sources.md describes the language). Immutable;
/// <see cref="Map"/> is a pure function of the record.
/// <code>
/// var mapping = SourceMapping.Shipped("hubspot")!;
/// var mapped = mapping.Map(record);
/// if (mapped.Failures.IsEmpty) await journal.Append(tenant, mapped.Events);
/// else await letters.Add(tenant, [new(record.Source, record.SourceId, record.Entity, reason, RecordJson.Write(record))]);
/// </code>
/// </summary>
public sealed class SourceMapping
{
    private readonly FrozenDictionary<string, TableMap> _tables;
    private readonly Dictionary<string, int> _loadOrder;

    internal SourceMapping(string name, bool isOwnIds, bool hasGaps, OtherTables others, IEnumerable<KeyValuePair<string, TableMap>> tables)
    {
        (Name, IsOwnIds, HasGaps, Others) = (name, isOwnIds, hasGaps, others);
        Tables = [.. tables.Select(t => t.Value.Name)];
        _tables = tables.ToFrozenDictionary(t => t.Key, t => t.Value, StringComparer.OrdinalIgnoreCase);
        _loadOrder = new(StringComparer.OrdinalIgnoreCase);
        var visited = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var table in Tables)
            AddToLoadOrder(table, visited);
    }

    public string Name { get; }

    /// <summary>Its tables, in the order and spelling of the file.</summary>
    public ImmutableArray<string> Tables { get; }

    /// <summary>A hash of the mapping's text.</summary>
    public string Fingerprint { get; internal init; } = "";

    /// <summary>The decimal mark of numbers that are texts; unknown if the mapping does not name it.</summary>
    internal DecimalMark Decimal { get; init; }

    /// <summary>True if ids are shared by all sources; else ids are qualified by the source (see <see cref="Keys.Entity"/>).</summary>
    internal bool IsOwnIds { get; }

    /// <summary>True if the source reports gaps: a full record then ends staleness.</summary>
    internal bool HasGaps { get; }

    internal OtherTables Others { get; }

    /// <summary>The names of the shipped mappings.</summary>
    public static ImmutableArray<string> ShippedNames { get; } =
    [
        .. typeof(SourceMapping).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Folder, StringComparison.Ordinal))
            .Select(n => n[Folder.Length..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A shipped mapping; null if none has the name.</summary>
    public static SourceMapping? Shipped(string name) => ShippedNames.Contains(name) ? Loaded.GetOrAdd(name, Load) : null;

    /// <summary>The text of a shipped mapping, as a starting point for a new one; null if none has the name.</summary>
    public static string? ShippedText(string name)
    {
        if (!ShippedNames.Contains(name))
            return null;
        using var text = new StreamReader(typeof(SourceMapping).Assembly.GetManifestResourceStream(Folder + name + Extension)!);
        return text.ReadToEnd();
    }

    /// <summary>Parses a mapping file: the mapping, or every error with its line. Never throws because of the content.</summary>
    /// <param name="file">The file's name, for errors.</param>
    public static bool TryParse(string yaml, string file, [NotNullWhen(true)] out SourceMapping? mapping,
        out ImmutableArray<MappingError> errors)
    {
        (mapping, errors) = MappingParser.Read(yaml, file);
        return mapping is not null;
    }

    /// <summary>
    /// This mapping for a source that delivers changes in order, with commit times. Commit times are better than a row's own
    /// time, which a program may forget to set and which removals lack. Rules that only add to other entities
    /// (<c>owner: false</c>) keep the row's time, because their rows are a history.
    /// </summary>
    public SourceMapping InOrder() => WithTables(WithoutTimes);

    /// <summary>This mapping with another version of one of its tables.</summary>
    internal SourceMapping With(TableMap table) => WithTables(t => t.Name == table.Name ? table : t);

    /// <summary>True if the file has the table; case is ignored.</summary>
    public bool Knows(string table) => _tables.ContainsKey(table);

    /// <summary>
    /// Maps one record. Never throws because of its data: failures are returned, and the record then gives no event. Checks
    /// across records (<c>unique</c>, <c>references</c>) are made when a whole table is loaded.
    /// </summary>
    public MappedRecord Map(SourceRecord record) => new RecordMapper(this, record).Map(Find(record.Entity));

    /// <summary>The id of a record's first entity, in the alphabet of keys; null if it has none.</summary>
    internal string? KeyOf(SourceRecord record) => new RecordMapper(this, record).Key(Find(record.Entity));

    /// <summary>The entities of a record, even if it cannot be mapped; null where an id is missing.</summary>
    internal IEnumerable<(EventKind Kind, string? Entity)> EntitiesOf(SourceRecord record) =>
        new RecordMapper(this, record).Entities(Find(record.Entity));

    /// <summary>The rules of a table; for a table that the file lacks, those of raw records if the mapping allows them.</summary>
    internal TableMap? MapOf(string table) => Find(table) ?? (Others == OtherTables.Raw ? RecordMapper.Raw(table) : null);

    /// <summary>
    /// Finds the mapping's spelling of a table, ignoring case, blanks, underscores and schema; null if it has no such table.
    /// </summary>
    internal string? FindName(string table)
    {
        if (Find(table) is { } exact)
            return exact.Name;
        var (full, withoutSchema) = (Normalize(table), Normalize(table[(table.LastIndexOf('.') + 1)..]));
        return Tables.FirstOrDefault(t => Normalize(t) == full) ?? Tables.FirstOrDefault(t => Normalize(t) == withoutSchema);

        static string Normalize(string name) => Headers.Normalize(UnpairedSurrogates.Replace(name));
    }

    /// <summary>A table's position in a load: the order of the file, with referenced tables first.</summary>
    internal int LoadOrderOf(string table) => _loadOrder.TryGetValue(table, out var order) ? order : int.MaxValue;

    internal TableMap? Find(string table) => _tables.GetValueOrDefault(table);

    private SourceMapping WithTables(Func<TableMap, TableMap> change) =>
        new(Name, IsOwnIds, HasGaps, Others, Tables.Select(t => KeyValuePair.Create(t, change(Find(t)!))))
        {
            Fingerprint = Fingerprint,
            Decimal = Decimal,
        };

    private static TableMap WithoutTimes(TableMap table) =>
        table with { Rules = [.. table.Rules.Select(r => r.IsOwner ? r with { Time = null } : r)] };

    // Depth first; tables that reference each other keep the order of the file.
    private void AddToLoadOrder(string table, HashSet<string> visited)
    {
        if (!visited.Add(table) || Find(table) is not { } map)
            return;
        foreach (var check in map.Checks.Where(c => c.Kind == CheckKind.References))
            AddToLoadOrder(check.Table, visited);
        _loadOrder.Add(table, _loadOrder.Count);
    }

    private static SourceMapping Load(string name)
    {
        var (mapping, errors) = MappingParser.Read(ShippedText(name)!, name + Extension);
        return mapping ?? throw new InvalidOperationException(string.Join("\n", errors));
    }

    private const string Folder = "Mappings/", Extension = ".yaml";
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, SourceMapping> Loaded = new(StringComparer.Ordinal);
}
