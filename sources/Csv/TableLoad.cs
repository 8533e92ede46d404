using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using CsvHelper;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Sources.Workbooks;
using OneLead.Sources.Workbooks.Mapping;
using OneLead.Storage;

namespace OneLead.Sources.Csv;

/// <summary>Reads one file: rows to records, records to events, what fails to dead letters, and counts.</summary>
internal sealed class TableLoad(CsvTable table, SourceMapping mapping, string source, CsvOptions options, CsvTally tally, SeenValues seen, LoadHistory? history)
{
    /// <summary>The field that holds a row whose fields do not fit the header.</summary>
    private const string WholeRow = "_row";

    private readonly Dictionary<ulong, int> _occurrences = [];
    private readonly Dictionary<string, HashSet<ulong>> _unique = [];
    private readonly ImmutableArray<(string Column, HashSet<ulong> Values)> _referred = seen.Of(table.Name);
    private readonly HashSet<(EventKind, string)> _entities = [];
    private ImmutableArray<ChangeEvent>.Builder _events = ImmutableArray.CreateBuilder<ChangeEvent>();
    private ImmutableArray<NewDeadLetter>.Builder _letters = ImmutableArray.CreateBuilder<NewDeadLetter>();
    private Columns? _columns;
    private string? _problem;
    private bool _hasStrangers;
    private long _blank, _refused, _warned, _repeated;

    public long Rows { get; private set; }

    public long Events { get; private set; }

    public SheetReport Report => new(
        table.File.Name, table.Map?.Rules[0].Kind ?? (mapping.Others == OtherTables.Raw ? EventKind.Raw : null), Rows, _blank, Events, _refused, 0, _repeated,
        ImmutableSortedDictionary<string, long>.Empty, _columns?.Matched ?? [], _columns?.Kept ?? [], _columns?.Absent ?? [], _problem)
    {
        Warned = _warned,
        Notes = Notes,
    };

    public IEnumerable<CsvBatch> Read()
    {
        if (table.Map is null && mapping.Others != OtherTables.Raw)
        {
            _problem = $"the mapping '{mapping.Name}' has no table '{table.Name}'";
            yield break;
        }
        using var reader = Guard(Open);
        if (reader is null || !Guard(() => Header(reader)))
            yield break;
        while (Guard(reader.Read))
        {
            if (Rows + _blank == options.MaxRows)
            {
                _problem = $"it has more than {options.MaxRows} rows; those behind them were not read";
                break;
            }
            Row(reader);
            if (_events.Count + _letters.Count >= options.BatchSize)
                yield return Take();
        }
        if (_events.Count + _letters.Count > 0)
            yield return Take();
        if (_problem is null)
            tally.Loaded.Add(new(table, _entities, _hasStrangers));
    }

    private ImmutableArray<string> Notes =>
    [
        .. (table.Map?.Checks ?? []).Where(c => c.Kind == CheckKind.References && !seen.Has(c.Table)).Select(c => c.Table).Distinct()
            .Select(t => $"references to {t} were not checked: it is not in this import"),
    ];

    private CsvBatch Take()
    {
        var batch = new CsvBatch(_events.ToImmutable(), _letters.ToImmutable());
        (_events, _letters) = (ImmutableArray.CreateBuilder<ChangeEvent>(batch.Events.Length), ImmutableArray.CreateBuilder<NewDeadLetter>());
        return batch;
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

    // A file that breaks off is read up to there.
    private T? Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is CsvFormatException or InvalidDataException or EndOfStreamException or ArgumentException or InvalidOperationException)
        {
            _problem = Rows == 0 ? "it cannot be read: " + e.Message : string.Create(CultureInfo.InvariantCulture, $"it was read up to row {Rows}: {e.Message}");
            return default;
        }
    }

    private bool Header(CsvReader reader)
    {
        reader.ReadHeader();
        if (reader.Headers.Count > options.MaxColumns)
            _problem = $"it has more than {options.MaxColumns} columns";
        else if (reader.Headers.All(string.IsNullOrWhiteSpace))
            _problem = "it has no header";
        else
            _columns = Columns.Of(reader.Headers, table, out _problem);
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
        Rows++;
        var record = new SourceRecord(source, table.Name, _columns.IdOf(data), RecordChange.Full, table.Date, "", data);
        var line = (int)Math.Min(reader.LineNumber, int.MaxValue);
        var key = mapping.KeyOf(record) ?? string.Create(CultureInfo.InvariantCulture, $"row-{line}");
        record = record with { SourceId = SourceId(key) };
        if (history is not null)
            Name(record);
        if (count != _columns.Count)
            Refuse(record, line, [new("", "", string.Create(CultureInfo.InvariantCulture, $"the row has {count} fields, the header {_columns.Count}"))]);
        else
            Take(record, line);
    }

    private void Name(SourceRecord record)
    {
        foreach (var (kind, entity) in mapping.EntitiesOf(record))
        {
            if (entity is null)
                _hasStrangers = true;
            else
                _entities.Add((kind, entity));
        }
    }

    private void Take(SourceRecord record, int line)
    {
        var mapped = mapping.Map(record);
        var (failures, warnings) = (mapped.Failures.ToList(), mapped.Warnings.ToList());
        foreach (var check in table.Map?.Checks ?? [])
        {
            if (Broken(check, record) is { } broken)
                (check.IsWarning ? warnings : failures).Add(broken);
        }
        if (failures.Count > 0)
        {
            Refuse(record, line, failures);
            return;
        }
        _warned += warnings.Count > 0 ? 1 : 0;
        foreach (var warning in warnings)
            tally.Error(new(table.File.Name, line, _columns!.HeaderOf(warning.Field), warning.Value, warning.Reason, Refused: false));
        foreach (var (column, values) in _referred)
        {
            if (ValueReader.Plain(record.Fields[column]) is { } value)
                values.Add(SeenValues.Hash(value));
        }
        _events.AddRange(history is null ? mapped.Events : [.. mapped.Events.Select(e => history.Back(table, e))]);
        Events += mapped.Events.Length;
    }

    private void Refuse(SourceRecord record, int line, IReadOnlyList<FieldFailure> failures)
    {
        _refused++;
        tally.Refuse();
        foreach (var failure in failures)
            tally.Error(new(table.File.Name, line, _columns!.HeaderOf(failure.Field), failure.Value, failure.Reason, Refused: true));
        var reason = string.Create(CultureInfo.InvariantCulture, $"{table.File.Name}, line {line}: {string.Join("; ", failures)}");
        _letters.Add(new(source, record.SourceId, table.Name, reason, RecordJson.Write(record)));
    }

    private FieldFailure? Broken(RowCheck check, SourceRecord record)
    {
        if (check.Kind is not (CheckKind.Unique or CheckKind.References) || ValueReader.Plain(record.Fields[check.Field]) is not { } value)
            return null;
        if (check.Kind == CheckKind.Unique)
            return (CollectionsMarshal.GetValueRefOrAddDefault(_unique, check.Field, out _) ??= []).Add(SeenValues.Hash(value)) ? null : new(check.Field, value, "stands in an earlier row already");
        return !seen.Has(check.Table) || seen.Contains(check.Table, check.Column, value) ? null : new(check.Field, value, $"is in no row of {check.Table}");
    }

    // The identity of a row: (file, date and mapping; table; row key; occurrence). The first occurrence is not written.
    private string SourceId(string key)
    {
        ref var occurrence = ref CollectionsMarshal.GetValueRefOrAddDefault(_occurrences, SeenValues.Hash(key), out _);
        if (++occurrence > 1)
            _repeated++;
        var id = $"{table.Import}:{Keys.Part(table.Name)}:{key}";
        return occurrence > 1 ? id + occurrence.ToString(":0000", CultureInfo.InvariantCulture) : id;
    }

    private static EventData Ragged(CsvReader reader, out bool isBlank)
    {
        var values = Enumerable.Range(0, reader.FieldCount).Select(reader.GetString).ToList();
        isBlank = values.All(string.IsNullOrWhiteSpace);
        return EventData.Of((WholeRow, FieldValue.Json(JsonSerializer.Serialize(values.Select(ValueReader.Whole)))));
    }

    /// <summary>The columns of a file: which of the mapping's paths each is, in the order in which data are sorted.</summary>
    private sealed class Columns
    {
        private readonly ImmutableArray<(string Path, int Index)> _sorted;
        private readonly Dictionary<string, string> _headers;
        private readonly string? _id;

        private Columns(int count, List<(string Path, string Header, int Index)> found, string? id)
        {
            (Count, _id) = (count, id);
            _sorted = [.. found.OrderBy(f => f.Path, StringComparer.Ordinal).Select(f => (f.Path, f.Index))];
            _headers = found.ToDictionary(f => f.Path, f => f.Header, StringComparer.Ordinal);
        }

        public int Count { get; }
        public ImmutableArray<ColumnMatch> Matched { get; private init; } = [];
        public ImmutableArray<ColumnMatch> Kept { get; private init; } = [];
        public ImmutableArray<string> Absent { get; private init; } = [];

        public static Columns? Of(IReadOnlyList<string> headers, CsvTable table, out string? problem)
        {
            problem = null;
            var rules = table.Map?.Rules ?? [];
            var paths = (table.Map?.Named ?? []).Concat(table.Map?.Checks.Select(c => c.Field) ?? []).Distinct(StringComparer.Ordinal).ToLookup(Headers.Plain, StringComparer.Ordinal);
            var found = new List<(string Path, string Header, int Index)>();
            for (var i = 0; i < headers.Count; i++)
            {
                var header = ValueReader.Whole(headers[i].Trim());
                if (header.Length == 0)
                    header = string.Create(CultureInfo.InvariantCulture, $"column{i + 1}");
                var known = paths[Headers.Plain(header)];
                found.Add((known.FirstOrDefault(p => p == header) ?? known.FirstOrDefault(header), header, i));
            }
            if (found.GroupBy(f => f.Path, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
                problem = $"the column '{twice.Key}' stands there twice";
            var there = found.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
            if (rules.Length > 0 && rules.All(r => r.Id.Any(p => !there.Contains(p))))
                problem ??= $"the column {string.Join(", ", rules[0].Id.Where(p => !there.Contains(p)).Select(p => $"'{p}'"))} is missing, without which nobody can tell what a row is about";
            if (problem is not null)
                return null;
            var fields = rules.SelectMany(r => r.Fields).Where(f => f.From.Length > 0).ToList();
            return new(headers.Count, found, found.FirstOrDefault(f => f.Header.Equals("id", StringComparison.OrdinalIgnoreCase)).Path ?? found[0].Path)
            {
                Matched = [.. fields.SelectMany(f => f.From.Where(there.Contains).Select(p => new ColumnMatch(found.First(c => c.Path == p).Header, f.Target)))],
                Kept = [.. found.Where(f => table.Map?.Names(f.Path) != true).Select(f => new ColumnMatch(f.Header, $"{table.Name}.{f.Path}"))],
                Absent = [.. fields.Where(f => !f.From.Any(there.Contains)).Select(f => f.Target).Distinct()],
            };
        }

        public string HeaderOf(string path) => _headers.GetValueOrDefault(path, path);

        public string IdOf(EventData data) => _id is not null ? ValueReader.Plain(data[_id]) ?? "" : "";

        public EventData Data(CsvReader reader, out bool isBlank)
        {
            var fields = new EventField[_sorted.Length];
            isBlank = true;
            for (var i = 0; i < fields.Length; i++)
            {
                var text = reader.GetString(_sorted[i].Index);
                fields[i] = new(_sorted[i].Path, text.Length == 0 ? FieldValue.Null : FieldValue.Of(text));
                isBlank &= string.IsNullOrWhiteSpace(text);
            }
            return EventData.OfSorted(ImmutableCollectionsMarshal.AsImmutableArray(fields));
        }
    }
}
