using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OneLead.Sources.Mapping.Reading;
using OneLead.Sources.Workbooks.Mapping;

namespace OneLead.Sources.Mapping;

/// <summary>
/// A mapping: which of a sender's objects or tables become which of our events, and how (docs/sources.md describes the
/// language). It is immutable; <see cref="Map"/> is a pure function of the record and can be called from anywhere.
/// <code>
/// var mapping = SourceMapping.Shipped("hubspot")!;
/// var mapped = mapping.Map(record);
/// if (mapped.Failures.IsEmpty) await journal.Append(tenant, mapped.Events);
/// else await letters.Add(tenant, [new(record.Source, record.SourceId, record.Entity, string.Join("; ", mapped.Failures), RecordJson.Write(record))]);
/// </code>
/// </summary>
public sealed class SourceMapping
{
    private readonly FrozenDictionary<string, TableMap> _tables;
    private readonly Dictionary<string, int> _places;

    internal SourceMapping(string name, bool isOwnIds, bool hasGaps, OtherTables others, IEnumerable<KeyValuePair<string, TableMap>> tables)
    {
        (Name, IsOwnIds, HasGaps, Others) = (name, isOwnIds, hasGaps, others);
        Tables = [.. tables.Select(t => t.Value.Name)];
        _tables = tables.ToFrozenDictionary(t => t.Key, t => t.Value, StringComparer.OrdinalIgnoreCase);
        _places = new(StringComparer.OrdinalIgnoreCase);
        var met = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var table in Tables)
            Put(table, met);
    }

    public string Name { get; }

    /// <summary>The tables that it names, in the file's order and spelling.</summary>
    public ImmutableArray<string> Tables { get; }

    /// <summary>What tells this mapping's text from others.</summary>
    public string Fingerprint { get; internal init; } = "";

    /// <summary>Whether ids are the house's own; else each source's ids are kept apart (see <see cref="Keys.Entity"/>).</summary>
    internal bool IsOwnIds { get; }

    /// <summary>Whether the source can miss changes and say so: a full record then ends staleness.</summary>
    internal bool HasGaps { get; }

    internal OtherTables Others { get; }

    /// <summary>The names of the mappings that ship with the product.</summary>
    public static ImmutableArray<string> ShippedNames { get; } =
        [.. typeof(SourceMapping).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Select(n => n[Folder.Length..^Extension.Length]).Order(StringComparer.Ordinal)];

    /// <summary>A mapping that ships with the product; null when none has the name.</summary>
    public static SourceMapping? Shipped(string name) => ShippedNames.Contains(name) ? Loaded.GetOrAdd(name, Load) : null;

    /// <summary>The text of a mapping that ships with the product, to begin an own one with; null when none has the name.</summary>
    public static string? ShippedText(string name)
    {
        if (!ShippedNames.Contains(name))
            return null;
        using var text = new StreamReader(typeof(SourceMapping).Assembly.GetManifestResourceStream(Folder + name + Extension)!);
        return text.ReadToEnd();
    }

    /// <summary>Reads a mapping file: the mapping, or every error with its line. It never throws on what the file says.</summary>
    /// <param name="file">The file's name, for errors.</param>
    public static bool TryParse(string yaml, string file, [NotNullWhen(true)] out SourceMapping? mapping, out ImmutableArray<MappingError> errors)
    {
        (mapping, errors) = MappingReader.Read(yaml, file);
        return mapping is not null;
    }

    /// <summary>
    /// This mapping for a source that tells its changes in their order, with their times. A row's own time would be the
    /// worse one: a program may forget to set it, its clock may be off, and a removal has none. It counts alone where
    /// rows are no objects but what others were from then on (<c>owner: false</c>).
    /// </summary>
    public SourceMapping InOrder() =>
        new(Name, IsOwnIds, HasGaps, Others, Tables.Select(t => KeyValuePair.Create(t, Ordered(Find(t)!)))) { Fingerprint = Fingerprint };

    /// <summary>Whether records of a table, whatever the case of its name, are named in the file.</summary>
    public bool Knows(string table) => _tables.ContainsKey(table);

    /// <summary>
    /// Maps one record. It never throws on data: what cannot be mapped is returned as failures, and the record gives no
    /// event then. Checks across records (<c>unique</c>, <c>references</c>) are left to whoever loads a whole table.
    /// </summary>
    public MappedRecord Map(SourceRecord record) => new RecordMapper(this, record).Map(Find(record.Entity));

    /// <summary>The id of a record's first entity, in the alphabet of keys; null when it has none.</summary>
    internal string? KeyOf(SourceRecord record) => new RecordMapper(this, record).Key(Find(record.Entity));

    /// <summary>The entities that a record names, whether or not it can be mapped; null where it has no id.</summary>
    internal IEnumerable<(OneLead.Events.EventKind Kind, string? Entity)> EntitiesOf(SourceRecord record) => new RecordMapper(this, record).Entities(Find(record.Entity));

    /// <summary>What becomes of a table's records: as the file says, or raw for one that it does not name.</summary>
    internal TableMap? MapOf(string table) => Find(table) ?? (Others == OtherTables.Raw ? RecordMapper.Raw(table) : null);

    /// <summary>A table's name as the mapping spells it, whatever case, blanks, underscores and schema a file writes; null when it has no such table.</summary>
    internal string? Spelled(string table)
    {
        if (Find(table) is { } exact)
            return exact.Name;
        var (plain, bare) = (Plain(table), Plain(table[(table.LastIndexOf('.') + 1)..]));
        return Tables.FirstOrDefault(t => Plain(t) == plain) ?? Tables.FirstOrDefault(t => Plain(t) == bare);

        static string Plain(string name) => Headers.Plain(ValueReader.Whole(name));
    }

    /// <summary>A table's place in a load: in the file's order, and those that others refer to before them.</summary>
    internal int Place(string table) => _places.TryGetValue(table, out var place) ? place : int.MaxValue;

    internal TableMap? Find(string table) => _tables.GetValueOrDefault(table);

    private static TableMap Ordered(TableMap table) => table with { Rules = [.. table.Rules.Select(r => r.IsOwner ? r with { Time = null } : r)] };

    // What it refers to first; of tables that refer to each other the first stays first.
    private void Put(string table, HashSet<string> met)
    {
        if (!met.Add(table) || Find(table) is not { } map)
            return;
        foreach (var check in map.Checks.Where(c => c.Kind == CheckKind.References))
            Put(check.Table, met);
        _places.Add(table, _places.Count);
    }

    private static SourceMapping Load(string name)
    {
        var (mapping, errors) = MappingReader.Read(ShippedText(name)!, name + Extension);
        return mapping ?? throw new InvalidOperationException(string.Join("\n", errors));
    }

    private const string Folder = "Mappings/", Extension = ".yaml";
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, SourceMapping> Loaded = new(StringComparer.Ordinal);
}
