using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Sources.Workbooks;

namespace OneLead.Sources.Csv;

/// <summary>A table that was read to its end.</summary>
/// <param name="Entities">The entities of its rows, refused rows included.</param>
/// <param name="HasUnidentifiedRows">True if the entities of some rows are unknown.</param>
internal sealed record LoadedTable(TableFile Table, HashSet<(EventKind Kind, string Entity)> Entities, bool HasUnidentifiedRows);

/// <summary>The totals of an import.</summary>
internal sealed class CsvTotals(CsvOptions options)
{
    private readonly ImmutableArray<RowError>.Builder _errors = ImmutableArray.CreateBuilder<RowError>();
    private readonly ImmutableArray<SheetReport>.Builder _sheets = ImmutableArray.CreateBuilder<SheetReport>();

    /// <summary>What the import may add to the dead letters.</summary>
    public LetterBudget Letters { get; } = new(options);

    public long Rows { get; private set; }
    public long Events { get; private set; }
    public long Refused { get; private set; }
    public long ErrorCount { get; private set; }
    public List<LoadedTable> Loaded { get; } = [];
    public ImmutableArray<SheetReport> Sheets => _sheets.ToImmutable();
    public ImmutableArray<RowError> Errors => _errors.ToImmutable();

    public void Add(RowError error)
    {
        ErrorCount++;
        if (_errors.Count < options.MaxKeptErrors)
            _errors.Add(error);
    }

    public void CountRefused() => Refused++;

    public void EndTable(SheetReport report, long rows, long events)
    {
        _sheets.Add(report);
        Rows += rows;
        Events += events;
    }
}
