using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Sources.Workbooks;
using OneLead.Storage;

namespace OneLead.Sources.Csv;

/// <summary>Rows that were mapped, and rows that could not be.</summary>
public sealed record CsvBatch(ImmutableArray<ChangeEvent> Events, ImmutableArray<NewDeadLetter> Letters);

/// <summary>
/// Reads CSV files as change events by a mapping: one file, a directory of them, or a .zip. A file is a table by its name,
/// its first line names the columns. Nothing is appended anywhere: reading alone is a dry run.
/// <code>
/// using var import = CsvImport.Open(path, Path.GetFileName(path), SourceMapping.Shipped("sales-analytics")!);
/// foreach (var batch in import.Read())
/// {
///     await journal.Append(tenant, batch.Events);
///     await letters.Add(tenant, batch.Letters);
/// }
/// Show(import.Report);
/// </code>
/// The same file with the same date and the same mapping gives the same events with the same source ids, so importing it
/// again appends nothing.
/// </summary>
public sealed class CsvImport : IDisposable
{
    private readonly SourceMapping _mapping;
    private readonly CsvOptions _options;
    private readonly ImmutableArray<CsvTable> _tables;
    private readonly IDisposable? _owned;
    private readonly string _name;
    private readonly Dictionary<string, string> _told = new(StringComparer.Ordinal);
    private CsvTally _tally;

    private CsvImport(string name, SourceMapping mapping, CsvOptions options, IEnumerable<CsvFile> files, IDisposable? owned)
    {
        (_name, _mapping, _options, _owned) = (name, mapping, options, owned);
        _tables = [.. files.Select(Table).OrderBy(t => t.Place).ThenBy(t => t.File.Name, StringComparer.Ordinal)];
        _tally = new(options.MaxKeptErrors);
    }

    /// <summary>The source of all events.</summary>
    public string Source => _options.Source ?? _mapping.Name;

    /// <summary>What was found so far; complete once <see cref="Read"/> has ended.</summary>
    public ImportReport Report
    {
        get
        {
            var latest = _tables.MaxBy(t => t.Date)!;
            return new(Hash(string.Join('\n', _tables.Select(t => t.Import)))[..20], _name, Hash(string.Join('\n', _tables.Select(t => t.File.Hash))), latest.Date, latest.DateFrom, [.. _tally.Sheets.Select(s => _told.TryGetValue(s.Name, out var told) ? s with { Notes = s.Notes.Add(told) } : s)], _tally.Errors, _tally.ErrorCount);
        }
    }

    /// <summary>The tables that were read whole, each with the entities that its rows gave; complete once <see cref="Read"/> has ended.</summary>
    internal IEnumerable<LoadedTable> Loaded => _tally.Loaded;

    /// <summary>Whether a file is one of these by its name: <c>.csv</c>, <c>.tsv</c> or <c>.zip</c>.</summary>
    public static bool IsNamed(string fileName) => CsvFile.IsCsv(fileName) || CsvFile.IsZip(fileName);

    /// <summary>Opens a file, an archive or a directory, and looks at every file once.</summary>
    /// <param name="name">What it is called; tells the table, and an archive from a file.</param>
    /// <exception cref="CsvException">There is no CSV file, or more than is allowed, or the archive is damaged.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static CsvImport Open(string path, string name, SourceMapping mapping, CsvOptions? options = null)
    {
        options ??= CsvOptions.Default;
        IDisposable? owned = null;
        try
        {
            return new CsvImport(name, mapping, options, CsvFile.At(path, name, options, out owned), owned);
        }
        catch
        {
            owned?.Dispose();
            throw;
        }
    }

    /// <summary>What the rows give, in batches, table by table in the mapping's order, and of those that refer to others these first. Each call reads anew.</summary>
    /// <param name="history">Marks what was gone and is named again; null when nobody looks for what is gone.</param>
    /// <param name="progress">Told after each batch and each file.</param>
    public IEnumerable<CsvBatch> Read(LoadHistory? history = null, IProgress<ImportProgress>? progress = null, CancellationToken cancellation = default)
    {
        var tally = _tally = new(_options.MaxKeptErrors);
        var seen = new SeenValues(_tables.SelectMany(t => t.Map?.Checks ?? []), _tables.Select(t => t.Name));
        foreach (var table in _tables)
        {
            var load = new TableLoad(table, _mapping, Source, _options, tally, seen, history);
            foreach (var batch in load.Read())
            {
                cancellation.ThrowIfCancellationRequested();
                yield return batch;
                progress?.Report(new(table.File.Name, tally.Rows + load.Rows, tally.Events + load.Events, tally.Refused));
            }
            tally.End(load.Report, load.Rows, load.Events);
            progress?.Report(new(table.File.Name, tally.Rows, tally.Events, tally.Refused));
        }
    }

    public void Dispose() => _owned?.Dispose();

    /// <summary>What becomes of the records of a table of this import, by its name in the alphabet of keys.</summary>
    internal TableMap? TableOf(string key) => _tables.FirstOrDefault(t => Keys.Part(t.Name) == key) is { } table ? _mapping.MapOf(table.Name) : null;

    /// <summary>Adds a note to a file's report.</summary>
    internal void Tell(string file, string note) => _told[file] = note;

    private CsvTable Table(CsvFile file)
    {
        var name = _mapping.Spelled(file.Table) ?? file.Table;
        var (date, from) = (_options.DataDate, file.Time) switch
        {
            ({ } day, _) => (new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), "option"),
            (_, { } time) => (time.ToUniversalTime(), "file"),
            _ => (_options.Received.ToUniversalTime(), "received"),
        };
        // When it was received is no property of the file: the same one is the same import tomorrow.
        var import = Hash(string.Create(CultureInfo.InvariantCulture, $"{file.Hash} {_mapping.Fingerprint} {(from == "received" ? "" : date.ToString("O", CultureInfo.InvariantCulture))}"))[..20];
        return new(file, name, _mapping.Find(name), _mapping.Place(name), import, date, from);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>A file with the table that it is.</summary>
/// <param name="Name">As the mapping spells it.</param>
/// <param name="Map">Null when the mapping does not name it.</param>
/// <param name="Import">The identity of this file with this date under this mapping.</param>
internal sealed record CsvTable(CsvFile File, string Name, TableMap? Map, int Place, string Import, DateTimeOffset Date, string DateFrom);

/// <summary>A table that was read to its end.</summary>
/// <param name="Entities">What its rows name, those that were refused included.</param>
/// <param name="HasStrangers">Whether it has rows of which nobody can tell what they name.</param>
internal sealed record LoadedTable(CsvTable Table, HashSet<(EventKind Kind, string Entity)> Entities, bool HasStrangers);

/// <summary>What an import has counted.</summary>
internal sealed class CsvTally(int maxErrors)
{
    private readonly ImmutableArray<RowError>.Builder _errors = ImmutableArray.CreateBuilder<RowError>();
    private readonly ImmutableArray<SheetReport>.Builder _sheets = ImmutableArray.CreateBuilder<SheetReport>();

    public long Rows { get; private set; }
    public long Events { get; private set; }
    public long Refused { get; private set; }
    public long ErrorCount { get; private set; }
    public List<LoadedTable> Loaded { get; } = [];
    public ImmutableArray<SheetReport> Sheets => _sheets.ToImmutable();
    public ImmutableArray<RowError> Errors => _errors.ToImmutable();

    public void Error(RowError error)
    {
        ErrorCount++;
        if (_errors.Count < maxErrors)
            _errors.Add(error);
    }

    public void Refuse() => Refused++;

    public void End(SheetReport report, long rows, long events)
    {
        _sheets.Add(report);
        Rows += rows;
        Events += events;
    }
}

/// <summary>The values of columns that others refer to, as hashes of 64 bits.</summary>
internal sealed class SeenValues(IEnumerable<RowCheck> checks, IEnumerable<string> tables)
{
    private readonly HashSet<string> _tables = new(tables, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Table, string Column), HashSet<ulong>> _columns =
        checks.Where(c => c.Kind == CheckKind.References).Select(c => Key(c.Table, c.Column)).Distinct().ToDictionary(c => c, _ => new HashSet<ulong>());

    /// <summary>Whether a table is in this load.</summary>
    public bool Has(string table) => _tables.Contains(table);

    public bool Contains(string table, string column, string value) => _columns[Key(table, column)].Contains(Hash(value));

    /// <summary>The sets of a table's columns that others refer to.</summary>
    public ImmutableArray<(string Column, HashSet<ulong> Values)> Of(string table) => [.. _columns.Where(c => c.Key.Table.Equals(table, StringComparison.OrdinalIgnoreCase)).Select(c => (c.Key.Column, c.Value))];

    public static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
            hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }

    private static (string Table, string Column) Key(string table, string column) => (table.ToLowerInvariant(), column);
}
