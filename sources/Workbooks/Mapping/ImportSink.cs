using System.Collections.Immutable;
using System.Globalization;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Values;

namespace OneLead.Sources.Workbooks.Mapping;

/// <summary>Collects the results of mappers: events with their source ids, counts, and errors.</summary>
internal sealed class ImportSink(string import, DateTimeOffset dataDate, int maxErrors)
{
    private readonly ImmutableArray<RowError>.Builder _errors = ImmutableArray.CreateBuilder<RowError>();
    private readonly ImmutableArray<SheetReport>.Builder _sheets = ImmutableArray.CreateBuilder<SheetReport>();
    private ImmutableArray<ChangeEvent>.Builder _batch = ImmutableArray.CreateBuilder<ChangeEvent>();

    public long Rows { get; private set; }
    public long Events { get; private set; }
    public long Refused { get; private set; }
    public long ErrorCount { get; private set; }
    public int Pending => _batch.Count;
    public ImmutableArray<SheetReport> Sheets => _sheets.ToImmutable();
    public ImmutableArray<RowError> Errors => _errors.ToImmutable();

    public SheetSink Begin(string sheet) => new(this, sheet);

    public void End(SheetReport report)
    {
        _sheets.Add(report);
        Rows += report.Rows;
    }

    public ImmutableArray<ChangeEvent> TakeBatch()
    {
        var batch = _batch.ToImmutable();
        _batch = ImmutableArray.CreateBuilder<ChangeEvent>(batch.Length);
        return batch;
    }

    /// <summary>Adds an event. Its source id is (import, sheet, row key, occurrence); the first occurrence has no number.</summary>
    public void Emit(string sheet, string account, EventKind kind, string entity, string rowKey, int occurrence, EventData data)
    {
        var sourceId = string.Create(CultureInfo.InvariantCulture, $"{import}:{sheet}:{rowKey}");
        if (occurrence > 1)
            sourceId += occurrence.ToString(":0000", CultureInfo.InvariantCulture);
        _batch.Add(new ChangeEvent(account, kind, entity, EventSchema.Version, WorkbookImport.Source, sourceId, dataDate, data));
        Events++;
    }

    public void Error(RowError error)
    {
        ErrorCount++;
        if (error.Refused)
            Refused++;
        if (_errors.Count < maxErrors)
            _errors.Add(error);
    }
}

/// <summary>The sink of one sheet.</summary>
internal sealed class SheetSink(ImportSink import, string sheet)
{
    private readonly Dictionary<ulong, int> _occurrences = [];
    private readonly string _sheetKey = Keys.EncodePart(sheet);
    private readonly SkippedRows _skipped = new();
    private readonly UnusedRows _unused = new();
    private int? _lastRow;
    private long _rows, _blank, _events, _refused, _values, _warned, _repeated;

    public CleaningCounts Cleanings { get; } = new();
    public long RowsSoFar => _rows;

    public void Row() => _rows++;

    public void Blank() => _blank++;

    /// <summary>Notes that reading ended after a row.</summary>
    public void Interrupt(int lastRow) => _lastRow = lastRow;

    /// <summary>Counts a row that holds no data.</summary>
    public void Skip(NoData reason) => _skipped.Add(reason);

    /// <summary>
    /// Counts a row key: 1 for the first row that has it. Keys are kept as 64-bit hashes; a collision would give a row number 2
    /// instead of 1, equally in every import.
    /// </summary>
    public int Occurrence(string rowKey)
    {
        ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_occurrences, Fnv(rowKey), out _);
        if (++count > 1)
            _repeated++;
        return count;
    }

    public void Emit(string account, EventKind kind, string entity, string rowKey, int occurrence, EventData data)
    {
        _events++;
        _unused.Add(UnusedRows.Of(kind, account));
        import.Emit(_sheetKey, account, kind, entity, rowKey, occurrence, data);
    }

    public void Refuse(int row, string column, string value, string reason)
    {
        _refused++;
        import.Error(new RowError(sheet, row, column, Shorten(value), reason, Refused: true));
    }

    /// <summary>Refuses a row with a broken text; for rows whose cells are not read one by one.</summary>
    public bool RefuseBroken(SheetRow row)
    {
        for (var i = 0; i < row.Count; i++)
        {
            if (row[i].Kind != CellKind.BrokenText)
                continue;
            Refuse(row.Number, "", row[i].ToString(), UnpairedSurrogates.Reason);
            return true;
        }
        return false;
    }

    /// <summary>Lists the values that are left out of a row that is taken.</summary>
    public void LeaveOut(int row, IReadOnlyCollection<(string Column, string Value, string Reason)> values)
    {
        _values += values.Count;
        _warned += values.Count > 0 ? 1 : 0;
        foreach (var (column, value, reason) in values)
            import.Error(new RowError(sheet, row, column, Shorten(value), reason, Refused: false));
    }

    public void End(EventKind kind, ImmutableArray<ColumnMatch> matched, ImmutableArray<ColumnMatch> kept, ImmutableArray<string> absent) =>
        import.End(new SheetReport(
            sheet, kind, _rows, _blank, _events, _refused, _values, _repeated, Cleanings.ToCounts(), matched, kept, absent, null)
        {
            Skipped = _skipped.Count,
            SkippedReasons = _skipped.ToCounts(),
            Unused = _unused.Count,
            UnusedReason = _unused.ReasonFor(kind),
            Warned = _warned,
            Notes = _lastRow is { } last ? [string.Create(CultureInfo.InvariantCulture, $"it was read up to row {last}")] : [],
        });

    private static string Shorten(string value) => value.Length <= 120 ? value : value[..120] + "…";

    private static ulong Fnv(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
            hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}
