using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OneLead.Events;
using OneLead.Sources.Workbooks.Mapping;
using OneLead.Sources.Workbooks.Xlsx;

namespace OneLead.Sources.Workbooks;

/// <summary>
/// Reads a workbook as change events. Opening checks the file; <see cref="Read"/> gives the events in batches, and
/// <see cref="Report"/> says afterwards what was found. Nothing is appended anywhere: reading alone is a dry run.
/// <code>
/// using var import = WorkbookImport.Open(path);
/// foreach (var batch in import.Read(progress))
///     await journal.Append(tenant, batch);
/// Show(import.Report);
/// </code>
/// The same file with the same data date gives the same events with the same source ids, so importing it again appends
/// nothing. Rows and columns are counted while they are read: a sheet that has too many ends the reading with a
/// <see cref="WorkbookException"/> after batches that were given before; everything else is checked on opening.
/// </summary>
public sealed class WorkbookImport : IDisposable
{
    /// <summary>The source of all imported events.</summary>
    public const string Source = "workbook";

    private readonly ImmutableArray<Recognised> _sheets;
    private readonly WorkbookOptions _options;
    private readonly IDisposable? _owned;
    private ImportSink _sink;

    private WorkbookImport(string file, string contentHash, (DateTimeOffset Time, string From) dataDate, IEnumerable<Sheet> sheets, WorkbookOptions options, IDisposable? owned)
    {
        (File, ContentHash, DataDate, DataDateFrom, _options, _owned) = (file, contentHash, dataDate.Time, dataDate.From, options, owned);
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{contentHash} {DataDate:O}"))))[..20];
        _sink = NewSink();
        _sheets = [.. sheets.Select(s => Damage.Guard(() => Recognition.Of(s))).OrderBy(s => s.Place)];
    }

    /// <summary>The import's id: 20 hex digits of a hash over the content and the data date.</summary>
    public string Id { get; }

    /// <summary>The file's name without its folder.</summary>
    public string File { get; }

    /// <summary>SHA-256 over the parts of the workbook that are read, in hex.</summary>
    public string ContentHash { get; }

    /// <summary>The time that all events carry: the option's date, else the workbook's "modified", else the file's time.</summary>
    public DateTimeOffset DataDate { get; }

    /// <summary>Where the data date comes from: <c>option</c>, <c>workbook</c> or <c>file</c>.</summary>
    public string DataDateFrom { get; }

    /// <summary>What was found so far; complete once <see cref="Read"/> has ended.</summary>
    public ImportReport Report => new(Id, File, ContentHash, DataDate, DataDateFrom, _sink.Sheets, _sink.Errors, _sink.ErrorCount);

    /// <exception cref="WorkbookException">It cannot be read as a workbook.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static WorkbookImport Open(string path, WorkbookOptions? options = null)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        options ??= WorkbookOptions.Default;
        return Open(file, Path.GetFileName(path), options with { FileTime = options.FileTime ?? System.IO.File.GetLastWriteTimeUtc(path) });
    }

    /// <summary>Opens a stream that can seek, such as an upload kept in a temporary file, and owns it from here on.</summary>
    /// <exception cref="WorkbookException">It cannot be read as a workbook, or says no date and the options give none.</exception>
    public static WorkbookImport Open(Stream file, string name, WorkbookOptions? options = null)
    {
        options ??= WorkbookOptions.Default;
        XlsxPackage? package = null;
        try
        {
            package = Damage.Guard(() => XlsxPackage.Open(file, options));
            var owned = new Owned(package, file);
            return new WorkbookImport(name, package.ContentHash, DateOf(package.Modified, options), package.Workbook.Sheets.Select(s => new Sheet(s.Name, () => package.Rows(s))), options, owned);
        }
        catch
        {
            package?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads sheets that come from elsewhere than a file.</summary>
    /// <param name="contentHash">What tells this content from others; part of every source id.</param>
    public static WorkbookImport Of(string name, string contentHash, DateTimeOffset dataDate, IEnumerable<Sheet> sheets, WorkbookOptions? options = null) =>
        new(name, contentHash, (dataDate, "option"), sheets, options ?? WorkbookOptions.Default, null);

    /// <summary>The events in batches: service catalogues, opportunities, projects, credits, installed items. Each call reads anew.</summary>
    /// <param name="progress">Told after each batch and each sheet.</param>
    /// <exception cref="WorkbookException">A sheet is damaged, or has more rows or columns than allowed.</exception>
    public IEnumerable<ImmutableArray<ChangeEvent>> Read(IProgress<ImportProgress>? progress = null, CancellationToken cancellation = default)
    {
        var sink = _sink = NewSink();
        foreach (var sheet in _sheets)
        {
            if (sheet.Mapper is not { } create)
            {
                sink.End(SheetReport.NotRead(sheet.Sheet.Name, sheet.Kind, sheet.Problem!));
                continue;
            }
            var (mapper, rows) = (create(), sink.Begin(sheet.Sheet.Name));
            foreach (var row in Damage.Guard(sheet.Sheet.Rows()))
            {
                if (row.Number <= sheet.Header)
                    continue;
                mapper.Map(row, rows);
                if (sink.Pending < _options.BatchSize)
                    continue;
                cancellation.ThrowIfCancellationRequested();
                yield return sink.TakeBatch();
                progress?.Report(new(sheet.Sheet.Name, sink.Rows + rows.RowsSoFar, sink.Events, sink.Refused));
            }
            mapper.End(rows);
            progress?.Report(new(sheet.Sheet.Name, sink.Rows, sink.Events, sink.Refused));
        }
        if (sink.Pending > 0)
            yield return sink.TakeBatch();
    }

    public void Dispose() => _owned?.Dispose();

    private ImportSink NewSink() => new(Id, DataDate, _options.MaxKeptErrors);

    private static (DateTimeOffset, string) DateOf(DateTimeOffset? modified, WorkbookOptions options) => (options.DataDate, modified, options.FileTime) switch
    {
        ({ } day, _, _) => (new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), "option"),
        (_, { } time, _) => (time, "workbook"),
        (_, _, { } time) => (time.ToUniversalTime(), "file"),
        _ => throw new WorkbookException("The workbook does not say when it was changed. Give the date of its data."),
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
