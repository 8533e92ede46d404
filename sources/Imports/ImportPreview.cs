using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Sources.Csv;
using OneLead.Sources.Territories;
using OneLead.Sources.Workbooks;

namespace OneLead.Sources.Imports;

/// <summary>Reads a file as an import would, and says what it made of its columns. Nothing is appended.</summary>
internal sealed class ImportPreview(TimeProvider clock)
{
    private const int Samples = 3, LongestSample = 80;

    // By sheet, in the alphabet of keys, and field.
    private readonly Dictionary<(string Sheet, string Field), List<string>> _samples = [];

    /// <exception cref="WorkbookException">The file is not a workbook that can be read.</exception>
    /// <exception cref="TerritoryFileException">The file is not a territory file.</exception>
    /// <exception cref="CsvException">The file holds no tables that can be read.</exception>
    public PreviewJson Of(ImportRequest request, CancellationToken cancellation)
    {
        var report = request.Tables is { } tables ? Tables(request, tables, cancellation)
            : TerritoryFile.IsNamed(request.FileName) ? Territories(request)
            : Workbook(request, cancellation);
        return new PreviewJson(
            request.FileName, report.Import, report.DataDate, report.DataDateFrom, report.Rows, report.Events, report.Refused, [.. report.Sheets.Select(Sheet)]);
    }

    private ImportReport Workbook(ImportRequest request, CancellationToken cancellation)
    {
        using var workbook = WorkbookImport.Open(File.OpenRead(request.Path), request.FileName, new WorkbookOptions { DataDate = request.DataDate, FileTime = clock.GetUtcNow() });
        foreach (var batch in workbook.Read(null, cancellation))
            Look(batch);
        return workbook.Report;
    }

    private ImportReport Tables(ImportRequest request, TableRequest asked, CancellationToken cancellation)
    {
        using var tables = CsvImport.Open(
            request.Path, request.FileName, asked.Mapping, new CsvOptions { Source = asked.Source, DataDate = request.DataDate, FileTime = asked.FileTime, Received = clock.GetUtcNow() });
        foreach (var batch in tables.Read(null, null, cancellation))
            Look(batch.Events);
        return tables.Report;
    }

    private ImportReport Territories(ImportRequest request)
    {
        using var file = File.OpenRead(request.Path);
        return TerritoryFile.Read(file, request.FileName, request.DataDate, clock.GetUtcNow()).Report;
    }

    private void Look(ImmutableArray<ChangeEvent> events)
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
                if (samples.Count < Samples && value.ToString() is var text && !samples.Contains(text))
                    samples.Add(text.Length <= LongestSample ? text : text[..LongestSample] + "…");
            }
        }
    }

    private PreviewSheetJson Sheet(SheetReport s) => new(
        s.Name, s.Kind is { } kind ? Wire.Name(kind) : null, s.Rows, s.Events, s.Refused,
        [.. s.Matched.Select(m => new PreviewColumnJson(m.Header, m.Field, Of(s.Name, m.Field))), .. s.Kept.Select(k => new PreviewColumnJson(k.Header, null, Of(s.Name, k.Field)))],
        s.Absent, s.Notes, s.Problem);

    // A file is a table by its name without the ending.
    private List<string> Of(string sheet, string field) =>
        _samples.GetValueOrDefault((Keys.Part(sheet), field)) ?? _samples.GetValueOrDefault((Keys.Part(Path.GetFileNameWithoutExtension(sheet)), field)) ?? [];
}
