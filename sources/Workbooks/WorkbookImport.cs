using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Sources.Workbooks.Mapping;
using OneLead.Sources.Workbooks.Xlsx;

namespace OneLead.Sources.Workbooks;

/// <summary>
/// Reads a workbook as change events. Opening checks the file, <see cref="Read"/> returns the events in batches, and
/// <see cref="Report"/> tells what was found. Reading appends nothing, so it is a dry run.
/// <code>
/// using var import = WorkbookImport.Open(path);
/// foreach (var batch in import.Read(progress))
///     await journal.Append(tenant, batch);
/// Show(import.Report);
/// </code>
/// The same file with the same data date gives the same events with the same source ids, so importing it again appends nothing.
/// Rows and columns are counted while reading: a sheet with too many ends with a <see cref="WorkbookException"/> after earlier
/// batches. Everything else is checked on opening.
/// </summary>
public sealed class WorkbookImport : IDisposable
{
    /// <summary>The source of all imported events.</summary>
    public const string Source = "workbook";

    private const int FirstYear = 1990;

    private readonly ImmutableArray<RecognizedSheet> _sheets;
    private readonly WorkbookOptions _options;
    private readonly IDisposable? _owned;
    private ImportSink _sink;

    private WorkbookImport(
        string file,
        string contentHash,
        (DateTimeOffset Time, string From) dataDate,
        IEnumerable<Sheet> sheets,
        WorkbookOptions options,
        IDisposable? owned)
    {
        (File, ContentHash, DataDate, DataDateFrom, _options, _owned) = (file, contentHash, dataDate.Time, dataDate.From, options, owned);
        var identity = string.Create(CultureInfo.InvariantCulture, $"{contentHash} {DataDate:O}");
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..20];
        _sink = NewSink();
        _sheets = [.. sheets.Select(s => CorruptFileGuard.Run(() => SheetRecognizer.Recognize(s))).OrderBy(s => s.ReadOrder)];
    }

    /// <summary>The import's id: 20 hex digits of a hash over the content and the data date.</summary>
    public string Id { get; }

    /// <summary>The file's name without its folder.</summary>
    public string File { get; }

    /// <summary>SHA-256 of the parts that are read, in hex.</summary>
    public string ContentHash { get; }

    /// <summary>The time of all events: the option's date, else the workbook's "modified", else the file's time.</summary>
    public DateTimeOffset DataDate { get; }

    /// <summary>The origin of the data date: <c>option</c>, <c>workbook</c> or <c>file</c>.</summary>
    public string DataDateFrom { get; }

    /// <summary>The report so far; complete when <see cref="Read"/> has ended.</summary>
    public ImportReport Report =>
        new(Id, File, ContentHash, DataDate, DataDateFrom, _sink.Sheets, _sink.Errors, _sink.ErrorCount);

    /// <exception cref="WorkbookException">The file is not a readable workbook.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static WorkbookImport Open(string path, WorkbookOptions? options = null)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        options ??= WorkbookOptions.Default;
        return Open(file, Path.GetFileName(path), options with { FileTime = options.FileTime ?? System.IO.File.GetLastWriteTimeUtc(path) });
    }

    /// <summary>Opens a seekable stream, such as an upload in a temporary file, and takes ownership of it.</summary>
    /// <exception cref="WorkbookException">The file is not a readable workbook, or neither it nor the options have a date.</exception>
    public static WorkbookImport Open(Stream file, string name, WorkbookOptions? options = null)
    {
        options ??= WorkbookOptions.Default;
        XlsxPackage? package = null;
        try
        {
            package = CorruptFileGuard.Run(() => XlsxPackage.Open(file, options));
            var owned = new Owned(package, file);
            var sheets = package.Workbook.Sheets.Select(s => new Sheet(s.Name, () => package.Rows(s))
            { From1904 = package.Workbook.From1904, IsHidden = s.IsHidden });
            return new WorkbookImport(name, package.ContentHash, DateOf(package.Modified, options), sheets, options, owned);
        }
        catch
        {
            package?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>Imports sheets that do not come from a file.</summary>
    /// <param name="contentHash">Identifies the content; part of every source id.</param>
    public static WorkbookImport Of(
        string name, string contentHash, DateTimeOffset dataDate, IEnumerable<Sheet> sheets, WorkbookOptions? options = null) =>
        new(name, contentHash, (dataDate, "option"), sheets, options ?? WorkbookOptions.Default, null);

    /// <summary>
    /// Reads the events in batches: service catalogues, opportunities, projects, credits, installed items. Each call reads again.
    /// </summary>
    /// <param name="progress">Reported after each batch and each sheet.</param>
    /// <exception cref="WorkbookException">A sheet is damaged, or has too many rows or columns.</exception>
    public IEnumerable<ImmutableArray<ChangeEvent>> Read(IProgress<ImportProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var sink = _sink = NewSink();
        foreach (var sheet in _sheets)
        {
            if (sheet.Mapper is not { } create)
            {
                sink.End(SheetReport.NotRead(sheet.Sheet.Name, sheet.Kind, sheet.Problem!, CountRows(sheet.Sheet, cancellation)));
                continue;
            }
            var (mapper, rows) = (create(), sink.Begin(sheet.Sheet.Name));
            var last = sheet.Header;
            try
            {
                foreach (var row in CorruptFileGuard.Run(sheet.Sheet.Rows()))
                {
                    if (row.Number <= sheet.Header)
                    {
                        if (row.Number < sheet.Header && !row.IsBlank)
                            rows.Skip(NoData.Title);
                        continue;
                    }
                    cancellation.ThrowIfCancellationRequested();
                    mapper.Map(row, rows);
                    last = row.Number;
                    if (sink.Pending < _options.BatchSize)
                        continue;
                    yield return sink.TakeBatch();
                    progress?.Report(new(sheet.Sheet.Name, sink.Rows + rows.RowsSoFar, sink.Events, sink.Refused));
                }
                last = int.MaxValue;
            }
            finally
            {
                // The report of a sheet that could not be read to its end says how far it got.
                if (last < int.MaxValue)
                    rows.Interrupt(last);
                mapper.End(rows);
            }
            progress?.Report(new(sheet.Sheet.Name, sink.Rows, sink.Events, sink.Refused));
        }
        if (sink.Pending > 0)
            yield return sink.TakeBatch();
    }

    public void Dispose() => _owned?.Dispose();

    private static long CountRows(Sheet sheet, CancellationToken cancellation)
    {
        var rows = 0L;
        try
        {
            foreach (var row in CorruptFileGuard.Run(sheet.Rows()))
            {
                cancellation.ThrowIfCancellationRequested();
                rows += row.IsBlank ? 0 : 1;
            }
        }
        catch (WorkbookException)
        {
            // A sheet that is not read fails no import: its rows count up to the damage.
        }
        return rows;
    }

    private ImportSink NewSink() => new(Id, DataDate, _options.MaxKeptErrors);

    private static (DateTimeOffset, string) DateOf(DateTimeOffset? modified, WorkbookOptions options) =>
        (options.DataDate, modified, options.FileTime) switch
        {
            ({ } day, _, _) => (new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), "option"),
            (_, { } time, _) when options.Received is { } now && time > SourceTimes.Latest(now) => throw new WorkbookException(
                $"The workbook says that it was modified on {time:yyyy-MM-dd}, which is in the future. Give the date of its data."),
            // Some programs write the first day of their calendar.
            (_, { Year: >= FirstYear } time, _) => (time, "workbook"),
            (_, _, { } time) => (time.ToUniversalTime(), "file"),
            _ => throw new WorkbookException("The workbook has no modification date. Give the date of its data."),
        };

    private sealed class Owned(XlsxPackage package, Stream file) : IDisposable
    {
        public void Dispose()
        {
            package.Dispose();
            file.Dispose();
        }
    }
}
