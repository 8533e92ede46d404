using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Sources.Workbooks;
using OneLead.Storage;

namespace OneLead.Sources.Csv;

/// <summary>The events of mapped rows, and dead letters of rows that could not be mapped.</summary>
public sealed record CsvBatch(ImmutableArray<ChangeEvent> Events, ImmutableArray<NewDeadLetter> Letters);

/// <summary>
/// Reads CSV files as change events with a mapping: one file, a directory, or a .zip. The file's name selects the table, its
/// first line names the columns. Reading appends nothing, so it is a dry run.
/// <code>
/// using var import = CsvImport.Open(path, Path.GetFileName(path), SourceMapping.Shipped("sales-analytics")!);
/// foreach (var batch in import.Read())
/// {
///     await journal.Append(tenant, batch.Events);
///     await letters.Add(tenant, batch.Letters);
/// }
/// Show(import.Report);
/// </code>
/// The same file with the same date and mapping gives the same events with the same source ids, so importing it again appends
/// nothing.
/// </summary>
public sealed class CsvImport : IDisposable
{
    private readonly SourceMapping _mapping;
    private readonly CsvOptions _options;
    private readonly ImmutableArray<TableFile> _tables;
    private readonly IDisposable? _owned;
    private readonly string _name;
    private readonly Dictionary<string, string> _notes = new(StringComparer.Ordinal);
    private CsvTotals _totals;

    private CsvImport(string name, SourceMapping mapping, CsvOptions options, IEnumerable<CsvFile> files, IDisposable? owned)
    {
        (_name, _mapping, _options, _owned) = (name, mapping, options, owned);
        _tables = [.. files.Select(Table).OrderBy(t => t.LoadOrder).ThenBy(t => t.File.Name, StringComparer.Ordinal)];
        _totals = new(options);
    }

    /// <summary>The source of all events.</summary>
    public string Source => _options.Source ?? _mapping.Name;

    /// <summary>The report so far; complete when <see cref="Read"/> has ended.</summary>
    public ImportReport Report
    {
        get
        {
            var latest = _tables.MaxBy(t => t.Date)!;
            var import = Hash(string.Join('\n', _tables.Select(t => t.Import)))[..20];
            var contentHash = Hash(string.Join('\n', _tables.Select(t => t.File.Hash)));
            ImmutableArray<SheetReport> sheets =
                [.. _totals.Sheets.Select(s => _notes.TryGetValue(s.Name, out var note) ? s with { Notes = s.Notes.Add(note) } : s)];
            return new(import, _name, contentHash, latest.Date, latest.DateFrom, sheets, _totals.Errors, _totals.ErrorCount);
        }
    }

    /// <summary>The tables that were read to their end; complete when <see cref="Read"/> has ended.</summary>
    internal IEnumerable<LoadedTable> Loaded => _totals.Loaded;

    /// <summary>True for names that end in <c>.csv</c>, <c>.tsv</c> or <c>.zip</c>.</summary>
    public static bool IsNamed(string fileName) => CsvFile.IsCsv(fileName) || CsvFile.IsZip(fileName);

    /// <summary>Opens a file, an archive or a directory, and reads every file once to hash it.</summary>
    /// <param name="name">The file's name: selects the table, and tells an archive from a table.</param>
    /// <exception cref="CsvException">There is no CSV file, a limit is exceeded, or the archive is damaged.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
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

    /// <summary>
    /// Maps all rows, in batches. Tables come in the mapping's order, referenced tables first. Each call reads the files again.
    /// </summary>
    /// <param name="history">Handles objects that were missing from earlier files; null to ignore them.</param>
    /// <param name="progress">Reported after each batch and each file.</param>
    public IEnumerable<CsvBatch> Read(
        LoadHistory? history = null, IProgress<ImportProgress>? progress = null, CancellationToken cancellation = default)
    {
        var totals = _totals = new(_options);
        var seen = new SeenValues(_tables.SelectMany(t => t.Map?.Checks ?? []), _tables.Select(t => t.Name));
        foreach (var table in _tables)
        {
            var load = new TableLoad(table, _mapping, Source, _options, totals, seen, history);
            try
            {
                foreach (var batch in load.Read(cancellation))
                {
                    yield return batch;
                    progress?.Report(new(table.File.Name, totals.Rows + load.Rows, totals.Events + load.Events, totals.Refused));
                }
            }
            finally
            {
                // The report of a file that could not be read to its end says how far it got.
                totals.EndTable(load.Report, load.Rows, load.Events);
            }
            progress?.Report(new(table.File.Name, totals.Rows, totals.Events, totals.Refused));
        }
    }

    public void Dispose() => _owned?.Dispose();

    /// <summary>The rules of a table of this import, by its name in the alphabet of keys.</summary>
    internal TableMap? TableOf(string key) =>
        _tables.FirstOrDefault(t => Keys.EncodePart(t.Name) == key) is { } table ? _mapping.MapOf(table.Name) : null;

    /// <summary>Adds a note to a file's report.</summary>
    internal void AddNote(string file, string note) => _notes[file] = note;

    private TableFile Table(CsvFile file)
    {
        var name = _mapping.FindName(file.Table) ?? file.Table;
        var (date, from) = (_options.DataDate, file.Time) switch
        {
            ({ } day, _) => (new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), "option"),
            (_, { } time) when !(time > _options.LatestTime) => (time.ToUniversalTime(), "file"),
            _ => (_options.Received.ToUniversalTime(), "received"),
        };
        // The time of receipt does not belong to the file: the same file is the same import tomorrow.
        var stamp = from == "received" ? "" : date.ToString("O", CultureInfo.InvariantCulture);
        var import = Hash($"{file.Hash} {_mapping.Fingerprint} {stamp}")[..20];
        return new(file, name, _mapping.Find(name), _mapping.LoadOrderOf(name), import, date, from);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
