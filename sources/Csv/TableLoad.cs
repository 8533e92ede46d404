using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using CsvHelper;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Sources.Values;
using OneLead.Sources.Workbooks;
using OneLead.Values;

namespace OneLead.Sources.Csv;

/// <summary>Reads one file: maps its rows to events, failed rows to dead letters, and counts.</summary>
internal sealed class TableLoad(
    TableFile table, SourceMapping mapping, string source, CsvOptions options, CsvTotals totals, SeenValues seen, LoadHistory? history)
{
    /// <summary>The field for a row whose number of fields differs from the header.</summary>
    private const string WholeRow = "_row";

    private readonly Dictionary<ulong, int> _occurrences = [];
    private readonly Dictionary<string, HashSet<ulong>> _unique = [];
    private readonly ImmutableArray<(string Column, HashSet<ulong> Values)> _referred = seen.Of(table.Name);
    private readonly HashSet<(EventKind, string)> _entities = [];
    private ImmutableArray<ChangeEvent>.Builder _events = ImmutableArray.CreateBuilder<ChangeEvent>();
    private readonly RefusedRows _letters = new(table, source, totals.Letters);
    private CsvColumns? _columns;
    private string? _problem;
    private bool _hasUnidentifiedRows;
    private NumberColumns? _numbers;
    private RowIds? _ids;
    private readonly SkippedRows _skipped = new();
    private readonly UnusedRows _unused = new();
    private long _blank, _refused, _warned, _repeated;

    public long Rows { get; private set; }

    public long Events { get; private set; }

    private EventKind? Kind => table.Map?.Rules[0].Kind ?? (mapping.Others == OtherTables.Raw ? EventKind.Raw : null);

    public SheetReport Report => new(
        table.File.Name, Kind, Rows, _blank, Events, _refused, 0, _repeated,
        ImmutableSortedDictionary<string, long>.Empty, _columns?.Matched ?? [], _columns?.Kept ?? [], _columns?.Absent ?? [], _problem)
    {
        Table = table.Name,
        Skipped = _skipped.Count,
        SkippedReasons = _skipped.ToCounts(),
        Unused = _unused.Count,
        UnusedReason = _unused.ReasonFor(Kind),
        Warned = _warned,
        Notes = Notes,
    };

    public IEnumerable<CsvBatch> Read(CancellationToken cancellation)
    {
        if (table.Map is null && mapping.Others != OtherTables.Raw)
        {
            _problem = $"the mapping '{mapping.Name}' has no table '{table.Name}'";
            yield break;
        }
        if (table.File.EncodingProblem is { } problem)
        {
            _problem = problem;
            yield break;
        }
        if (table.Map is { } map && PercentColumns.HasUndecided(map)
            && Ahead(first => PercentColumns.Decide(map, first, _columns!)) is { } decided)
            mapping = mapping.With(decided);
        if (table.Map is null && Ahead(first => RowIds.AreNeeded(first, _columns!)))
            _ids = new RowIds();
        using var reader = Guard(Open);
        if (reader is null || !Guard(() => Header(reader)))
            yield break;
        while (Guard(reader.Read))
        {
            if (Rows + _blank == options.MaxRows)
            {
                _problem = $"it has more than {options.MaxRows} rows; the rest was not read";
                break;
            }
            // Here, because rows that are refused or blank make no batch.
            cancellation.ThrowIfCancellationRequested();
            Row(reader);
            if (_events.Count >= options.BatchSize)
                yield return new CsvBatch(Take(), []);
        }
        if (_events.Count > 0)
            yield return new CsvBatch(Take(), []);
        foreach (var letters in _letters.All().Chunk(options.BatchSize))
            yield return new CsvBatch([], [.. letters]);
        if (_problem is null)
            totals.Loaded.Add(new(table, _entities, _hasUnidentifiedRows));
    }

    private ImmutableArray<string> Notes =>
    [
        .. table.File.IsGuessed
            ? ["it is not UTF-8 and was read as Windows-1252; if letters are wrong, name its encoding (encoding=…)"]
            : (ReadOnlySpan<string>)[],
        .. _ids is null
            ? (ReadOnlySpan<string>)[]
            : [$"{WhyNoIds}, so each row is kept as a record of its own; a row that changes is another record"],
        .. table.File.Time > options.LatestTime && table.DateFrom == "received"
            ? ["the file says that it was written in the future; it counts as of its receipt"]
            : (ReadOnlySpan<string>)[],
        .. (table.Map?.Checks ?? [])
            .Where(c => c.Kind == CheckKind.References && !seen.Has(c.Table))
            .Select(c => c.Table)
            .Distinct()
            .Select(t => $"references to {t} were not checked: the table is not in this import"),
    ];

    private string WhyNoIds => _columns?.Id is { } id ? $"values of {_columns.HeaderOf(id)} occur twice" : "no column is named as an id";

    private ImmutableArray<ChangeEvent> Take()
    {
        var events = _events.ToImmutable();
        _events = ImmutableArray.CreateBuilder<ChangeEvent>(events.Length);
        return events;
    }

    // Reads the file before the load, which reports any damage.
    private T? Ahead<T>(Func<CsvReader, T> read)
    {
        using var reader = Guard(Open);
        var result = reader is not null && Guard(() => Header(reader)) ? Guard(() => read(reader)) : default;
        _problem = null;
        return result;
    }

    private CsvReader Open() => CsvReader.Create(table.File.Open(), new CsvReaderOptions
    {
        Encoding = table.File.Encoding,
        MaxRecordSize = options.MaxRowBytes,
        TrackLineNumbers = true,
        DetectSeparatorHint = true,
        SkipEmptyLines = false,
        IncludeValuesInExceptions = false,
    }, leaveOpen: false);

    // A damaged file is read up to the damage.
    private T? Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (IsDamage(e))
        {
            _problem = Rows == 0
                ? "it cannot be read: " + e.Message
                : string.Create(CultureInfo.InvariantCulture, $"it was read up to row {Rows}: {e.Message}");
            return default;
        }
    }

    internal static bool IsDamage(Exception e) =>
        e is CsvFormatException or InvalidDataException or EndOfStreamException or ArgumentException or InvalidOperationException;

    private bool Header(CsvReader reader)
    {
        reader.ReadHeader();
        if (reader.Headers.Count > options.MaxColumns)
            _problem = $"it has more than {options.MaxColumns} columns";
        else if (reader.Headers.All(string.IsNullOrWhiteSpace))
            _problem = "it has no header";
        else
            _columns = CsvColumns.Of(reader.Headers, table, out _problem);
        return _problem is null;
    }

    private void Row(CsvReader reader)
    {
        var count = reader.FieldCount;
        if (count <= 1 && reader.GetString(0).Length == 0 && _columns!.Count > 1)
        {
            _blank++;
            return;
        }
        var data = count == _columns!.Count ? _columns.Data(reader, out var isBlank) : Ragged(reader, out isBlank);
        if (isBlank)
        {
            _blank++;
            return;
        }
        var record = new SourceRecord(source, table.Name, _ids is null ? _columns.IdOf(data) : "", RecordChange.Full, table.Date, "", data)
        {
            Decimal = DecimalMark.Unknown,
        };
        if (count == _columns.Count && _columns.NoDataReason(reader, () => mapping.KeyOf(record)) is { } reason)
        {
            _skipped.Add(reason);
            return;
        }
        Rows++;
        var line = (int)Math.Min(reader.LineNumber, int.MaxValue);
        if (_ids is not null && count == _columns.Count)
            record = record with { Id = _ids.Next(data) };
        var key = mapping.KeyOf(record) ?? string.Create(CultureInfo.InvariantCulture, $"row-{line}");
        var occurrence = Occurrence(key);
        record = record with { SourceId = SourceId(key, occurrence) };
        if (history is not null)
            RecordEntities(record);
        if (count != _columns.Count)
            Refuse(record, line, [new("", "", FormattableString.Invariant($"the row has {count} fields, the header {_columns.Count}"))]);
        else
            Take(Decided(record), key, line, occurrence);
    }

    private SourceRecord Decided(SourceRecord record)
    {
        if (!_columns!.Quantities.Any(c => LenientNumberParser.IsAmbiguous(record.Fields[c.Path].Text)))
            return record;
        _numbers ??= new NumberColumns(_columns, Open);
        return record with { Decimal = _numbers.MarkOf(record.Fields), Fields = _numbers.Decided(record.Fields) };
    }

    private void RecordEntities(SourceRecord record)
    {
        foreach (var (kind, entity) in mapping.EntitiesOf(record))
        {
            if (entity is null)
                _hasUnidentifiedRows = true;
            else
                _entities.Add((kind, entity));
        }
    }

    private void Take(SourceRecord record, string key, int line, int occurrence)
    {
        var mapped = mapping.Map(record);
        var (failures, warnings) = (mapped.Failures.ToList(), mapped.Warnings.ToList());
        foreach (var check in table.Map?.Checks ?? [])
        {
            if (Fails(check, record) is { } failure)
                (check.IsWarning ? warnings : failures).Add(failure);
        }
        // In a list, the row would replace the earlier one.
        if (failures.Count == 0 && occurrence > 1 && mapped.Use != RowUse.Used && table.Map?.Rules[0] is { IsOwner: true } rule)
            failures.Add(new(rule.Id.FirstOrDefault(_columns!.Id ?? ""), key, "occurs in an earlier row"));
        if (failures.Count == 0 && mapped.Events.IsEmpty)
            failures.Add(new("", "", "no rule of the mapping takes the row, or it has no value besides its id"));
        if (failures.Count > 0)
        {
            Refuse(record, line, failures);
            return;
        }
        if (options.LatestTime is { } latest && mapped.Events.FirstOrDefault(e => e.OccurredAt > latest) is { } future)
            warnings.Add(new("",
                future.OccurredAt.ToString("u", CultureInfo.InvariantCulture),
                "is in the future; the row counts as of its receipt"));
        _warned += warnings.Count > 0 ? 1 : 0;
        foreach (var warning in warnings)
            totals.Add(new(table.File.Name, line, _columns!.HeaderOf(warning.Field), warning.Value, warning.Reason, Refused: false));
        foreach (var (column, values) in _referred)
        {
            if (Identity.Normalise(ValueReader.TextOf(record.Fields[column])) is { } value)
                values.Add(SeenValues.Hash(value));
        }
        var events = options.LatestTime is null ? mapped.Events : SourceTimes.Cap(mapped.Events, options.Received);
        _events.AddRange(history is null ? events : [.. events.Select(e => history.Restore(table, e))]);
        Events += mapped.Events.Length;
        _unused.Add(mapped.Use);
    }

    private void Refuse(SourceRecord record, int line, IReadOnlyList<FieldFailure> failures)
    {
        _refused++;
        totals.CountRefused();
        foreach (var failure in failures)
            totals.Add(new(table.File.Name, line, _columns!.HeaderOf(failure.Field), failure.Value, failure.Reason, Refused: true));
        _letters.Add(record, line, failures);
    }

    // Checks across rows; the mapping checks single rows.
    private FieldFailure? Fails(RowCheck check, SourceRecord record)
    {
        if (check.Kind is not (CheckKind.Unique or CheckKind.References)
            || Identity.Normalise(ValueReader.TextOf(record.Fields[check.Field])) is not { } value)
            return null;
        if (check.Kind == CheckKind.Unique)
        {
            var values = CollectionsMarshal.GetValueRefOrAddDefault(_unique, check.Field, out _) ??= [];
            return values.Add(SeenValues.Hash(value)) ? null : new(check.Field, value, "occurs in an earlier row");
        }
        return !seen.Has(check.Table) || seen.Contains(check.Table, check.Column, value)
            ? null
            : new(check.Field, value, $"does not exist in {check.Table}");
    }

    // The source id of a row: (file with date and mapping; table; row key; occurrence). The first occurrence has no number.
    private string SourceId(string key, int occurrence)
    {
        var id = $"{table.Import}:{Keys.EncodePart(table.Name)}:{key}";
        return occurrence > 1 ? id + occurrence.ToString(":0000", CultureInfo.InvariantCulture) : id;
    }

    private int Occurrence(string key)
    {
        ref var occurrence = ref CollectionsMarshal.GetValueRefOrAddDefault(_occurrences, SeenValues.Hash(key), out _);
        if (++occurrence > 1)
            _repeated++;
        return occurrence;
    }

    private static EventData Ragged(CsvReader reader, out bool isBlank)
    {
        var values = Enumerable.Range(0, reader.FieldCount).Select(reader.GetString).ToList();
        isBlank = values.All(string.IsNullOrWhiteSpace);
        return EventData.Of((WholeRow, FieldValue.Json(JsonSerializer.Serialize(values.Select(UnpairedSurrogates.Replace)))));
    }
}
