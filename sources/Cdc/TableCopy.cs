using OneLead.Events;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Cdc;

/// <summary>Journals tables as of one log position: all rows, or those that differ from the journal.</summary>
/// <param name="history">The journal's knowledge of the source; null if it has none.</param>
/// <param name="copy">The number of the copy.</param>
/// <param name="place">The log position.</param>
/// <param name="at">The time of all copied rows; earlier than all changes in the log from there on.</param>
internal sealed class TableCopy(
    PostgresSource source,
    PostgresServer server,
    CdcBatch batch,
    CopyHistory? history,
    CdcStatusTracker status,
    CdcMetrics metrics,
    int copy,
    ulong place,
    DateTimeOffset at)
{
    private const int MaxUnchanged = 10_000;

    private readonly RowReader _rows = new(source);
    private int _index;
    private long _unchanged;

    public async Task RunAsync(IEnumerable<PublishedTable> tables, CancellationToken cancellation)
    {
        foreach (var table in tables)
        {
            history?.StartTable(source.EntityOf(table.Table)!);
            await foreach (var row in server.CopyAsync(table, cancellation))
            {
                foreach (var record in _rows.Read(row, at, NextId))
                    Add(record);
                await FlushIfFullAsync(cancellation);
            }
        }
        foreach (var (kind, entity) in history?.Gone() ?? [])
        {
            var account = kind.IsTenantWide() ? "" : Keys.Unplaced(source.Name);
            batch.Add(new ChangeEvent(account, kind, entity, EventSchema.Version, source.Name, NextId("gone"), at, EventData.Removal));
            await FlushIfFullAsync(cancellation);
        }
        await FlushAsync(cancellation);
    }

    private void Add(SourceRecord record)
    {
        var mapped = MappingResult.Of(source.Rules, record);
        if (history?.IsNew(record, mapped.Events) == false)
            _unchanged++;
        else
            batch.Add(record, mapped);
    }

    private string NextId(string entity) => ChangeIds.Of(copy, place, ++_index, entity);

    private Task FlushIfFullAsync(CancellationToken cancellation) =>
        batch.IsFull || _unchanged >= MaxUnchanged ? FlushAsync(cancellation) : Task.CompletedTask;

    private async Task FlushAsync(CancellationToken cancellation)
    {
        await batch.FlushAsync(cancellation);
        metrics.CountRows(source.Name, "unchanged", _unchanged);
        _unchanged = 0;
        status.Status = status.Status with { Copied = _index };
    }
}
