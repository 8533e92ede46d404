using OneLead.Events;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Cdc;

/// <summary>Journals the tables as they were at one place of the log: all rows, or what differs from what the journal has.</summary>
/// <param name="history">What the journal has; null: nothing.</param>
/// <param name="copy">The number of the copy.</param>
/// <param name="point">The place.</param>
/// <param name="at">A time that is before all that the log tells from there on.</param>
internal sealed class TableCopy(PostgresSource source, PostgresServer server, CdcBatch batch, CopyHistory? history, CdcReport report, CdcMetrics metrics, int copy, ulong point, DateTimeOffset at)
{
    private readonly RowReader _rows = new(source);
    private int _index;
    private long _unchanged;

    public async Task Run(IEnumerable<PublishedTable> tables, CancellationToken cancellation)
    {
        foreach (var table in tables)
        {
            history?.Copies(source.EntityOf(table.Table)!);
            await foreach (var row in server.Copy(table, cancellation))
            {
                foreach (var record in _rows.Read(row, at, NextId))
                    Add(record);
                await KeepFull(cancellation);
            }
        }
        foreach (var (kind, entity) in history?.Gone() ?? [])
        {
            batch.Add(new ChangeEvent(kind.IsTenantWide() ? "" : Keys.Unplaced(source.Name), kind, entity, EventSchema.Version, source.Name, NextId("gone"), at, EventData.Removal));
            await KeepFull(cancellation);
        }
        await Keep(cancellation);
    }

    private void Add(SourceRecord record)
    {
        var mapped = MappingResult.Of(source.Rules, record);
        if (history?.IsNew(record, mapped.Events) == false)
            _unchanged++;
        else
            batch.Add(record, mapped);
    }

    private string NextId(string entity) => ChangeIds.Of(copy, point, ++_index, entity);

    private Task KeepFull(CancellationToken cancellation) => batch.IsFull || _unchanged >= 10_000 ? Keep(cancellation) : Task.CompletedTask;

    private async Task Keep(CancellationToken cancellation)
    {
        await batch.Keep(cancellation);
        metrics.Count(source.Name, "unchanged", _unchanged);
        _unchanged = 0;
        report.Status = report.Status with { Copied = _index };
    }
}
