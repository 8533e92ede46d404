using System.Globalization;
using System.IO.Hashing;
using System.Text;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Storage;

namespace OneLead.Sources.Csv;

/// <summary>
/// Makes dead letters of a file's refused rows: one for identical rows, with their number. When the import has too many, the rest
/// is counted in one more letter.
/// </summary>
internal sealed class RefusedRows(TableFile table, string source, LetterBudget budget)
{
    private readonly Dictionary<UInt128, int> _places = [];
    private readonly List<(NewDeadLetter Letter, long Rows)> _letters = [];
    private long _rest;

    /// <param name="line">The row's line in the file.</param>
    public void Add(SourceRecord record, int line, IReadOnlyList<FieldFailure> failures)
    {
        if (budget.IsSpent)
        {
            _rest++;
            return;
        }
        var reasons = string.Join("; ", failures);
        var hash = XxHash128.HashToUInt128([.. record.Fields.ToJson(), .. Encoding.UTF8.GetBytes(reasons)]);
        if (_places.TryGetValue(hash, out var place))
        {
            _letters[place] = _letters[place] with { Rows = _letters[place].Rows + 1 };
            return;
        }
        var reason = string.Create(CultureInfo.InvariantCulture, $"{table.File.Name}, line {line}: {reasons}");
        var letter = new NewDeadLetter(source, record.SourceId, table.Name, reason, RecordJson.Write(record));
        budget.Take(letter.Content.Length);
        _places.Add(hash, _letters.Count);
        _letters.Add((letter, 1));
    }

    /// <summary>The letters of the whole file.</summary>
    public IEnumerable<NewDeadLetter> All()
    {
        foreach (var (letter, rows) in _letters)
            yield return rows == 1 ? letter : letter with
            {
                Reason = string.Create(CultureInfo.InvariantCulture, $"{letter.Reason} ({rows:N0} identical rows)"),
            };
        if (_rest > 0)
            yield return Rest();
    }

    private NewDeadLetter Rest()
    {
        // Keys of rows have no '~' before a letter that is no hex digit.
        var sourceId = $"{table.Import}:{Keys.EncodePart(table.Name)}:~rest";
        var reason = string.Create(
            CultureInfo.InvariantCulture,
            $"{table.File.Name}: {_rest:N0} more rows were refused. Correct the file or its mapping, and import it again.");
        var record = new SourceRecord(
            source, table.Name, "", RecordChange.Full, table.Date, sourceId, EventData.Of(("refusedRows", FieldValue.Of((decimal)_rest))));
        return new(source, sourceId, table.Name, reason, RecordJson.Write(record));
    }
}

/// <summary>The dead letters that one import may add.</summary>
internal sealed class LetterBudget(CsvOptions options)
{
    private int _letters = options.MaxLetters;
    private long _bytes = options.MaxLetterBytes;

    public bool IsSpent => _letters <= 0 || _bytes <= 0;

    public void Take(int bytes) => (_letters, _bytes) = (_letters - 1, _bytes - bytes);
}
