using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Sources.Csv;
using OneLead.Sources.Territories;
using OneLead.Sources.Workbooks;

namespace OneLead.Sources.Imports;

/// <summary>
/// Reads a file as an import would and shows how its columns are matched. Nothing is appended. Use one instance per file.
/// </summary>
internal sealed class ImportPreview(TimeProvider clock)
{
    private const int MaxSamples = 3, MaxSampleLength = 80;

    // Enough for the largest export; the figures of a longer one are of its first rows.
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(15);

    // The sheet's name is in the alphabet of keys, as in source ids.
    private readonly Dictionary<(string Sheet, string Field), List<string>> _samples = [];

    /// <exception cref="WorkbookException">The file is not a readable workbook.</exception>
    /// <exception cref="TerritoryFileException">The file is not a territory file.</exception>
    /// <exception cref="CsvException">The file holds no readable tables.</exception>
    public PreviewJson Read(ImportRequest request, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(MaxDuration);
        var report = request.Tables is { } tables ? ReadTables(request, tables, limit.Token)
            : TerritoryFile.IsNamed(request.FileName) ? ReadTerritories(request)
            : ReadWorkbook(request, limit.Token);
        cancellation.ThrowIfCancellationRequested();
        return new PreviewJson(
            request.FileName, report.Import, report.DataDate, report.DataDateFrom, report.Rows, report.Skipped,
            report.Events, report.Refused, report.Warned,
            report.Unused,
            [.. report.Sheets.Select(Sheet).Select((s, i) => limit.IsCancellationRequested && i == report.Sheets.Length - 1 ? Cut(s) : s)]);
    }

    private static PreviewSheetJson Cut(PreviewSheetJson last) => last with
    {
        Notes = [.. last.Notes, $"the preview ended after {MaxDuration.TotalSeconds:0} seconds; its figures are of the rows up to there"],
    };

    // Reads until the time is over; the report is of what was read.
    private void Sample(IEnumerable<ImmutableArray<ChangeEvent>> batches)
    {
        try
        {
            foreach (var batch in batches)
                Sample(batch);
        }
        catch (OperationCanceledException)
        {
            // The caller tells the end of the time from that of the request.
        }
    }

    private ImportReport ReadWorkbook(ImportRequest request, CancellationToken cancellation)
    {
        var options = new WorkbookOptions { DataDate = request.DataDate, FileTime = clock.GetUtcNow(), Received = clock.GetUtcNow() };
        using var workbook = WorkbookImport.Open(File.OpenRead(request.Path), request.FileName, options);
        Sample(workbook.Read(null, cancellation));
        return workbook.Report;
    }

    private ImportReport ReadTables(ImportRequest request, TableRequest asked, CancellationToken cancellation)
    {
        var options = new CsvOptions
        {
            Source = asked.Source,
            DataDate = request.DataDate,
            FileTime = asked.FileTime,
            Encoding = asked.Encoding,
            Received = clock.GetUtcNow(),
        };
        using var tables = CsvImport.Open(request.Path, request.FileName, asked.Mapping, options);
        Sample(tables.Read(null, null, cancellation).Select(b => b.Events));
        return tables.Report;
    }

    private ImportReport ReadTerritories(ImportRequest request)
    {
        using var file = File.OpenRead(request.Path);
        return TerritoryFile.Read(file, request.FileName, request.DataDate, clock.GetUtcNow()).Report;
    }

    private void Sample(ImmutableArray<ChangeEvent> events)
    {
        foreach (var change in events)
        {
            if (change.SourceId.Split(':', 3) is not [_, var sheet, ..])
                continue;
            foreach (var (field, value) in change.Data.Fields)
            {
                if (value.IsNull)
                    continue;
                if (!_samples.TryGetValue((sheet, field), out var samples))
                    _samples.Add((sheet, field), samples = []);
                if (samples.Count < MaxSamples && value.ToString() is var text && !samples.Contains(text))
                    samples.Add(text.Length <= MaxSampleLength ? text : text[..MaxSampleLength] + "…");
            }
        }
    }

    private PreviewSheetJson Sheet(SheetReport s)
    {
        PreviewColumnJson[] columns =
        [
            .. s.Matched.Select(m => new PreviewColumnJson(m.Header, m.Field, SamplesOf(s.Name, m.Field))),
            .. s.Kept.Select(k => new PreviewColumnJson(k.Header, null, SamplesOf(s.Name, k.Field))),
        ];
        return new(s.Name, s.Kind is { } kind ? Wire.Name(kind) : null, s.Rows, s.Skipped, s.Events,
            s.Refused, s.Warned, s.Unused, s.UnusedReason, columns, s.Absent, s.Notes, s.Problem);
    }

    // The table of a CSV file is named like the file, without its extension.
    private List<string> SamplesOf(string sheet, string field) =>
        _samples.GetValueOrDefault((Keys.EncodePart(sheet), field))
        ?? _samples.GetValueOrDefault((Keys.EncodePart(Path.GetFileNameWithoutExtension(sheet)), field))
        ?? [];
}
