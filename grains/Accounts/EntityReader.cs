using System.Runtime.CompilerServices;
using OneLead.Events;
using OneLead.Storage;
using OneLead.Snapshots;
using OneLead.Journal;
using OneLead.Views;

namespace OneLead.Accounts;

internal sealed class EntityReader(ISnapshotStore snapshots, SnapshotWriter writer, JournalTails tails) : IEntityReader
{
    // Takes about 100 ms to write.
    private const int MostWaiting = 200;

    public async IAsyncEnumerable<EntityRow> ReadAsync(string tenant, EventKind kind,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (kind.IsTenantWide())
            await tails.Of(tenant).ReadOnAsync(cancellation);
        var history = tails.Of(tenant).History;
        var now = history.Latest;
        foreach (var record in kind.IsTenantWide() ? history.Entities(kind) : [])
            yield return EntityViews.Row(record, "", null, now.Rules);
        if (kind.IsTenantWide())
            yield break;
        await foreach (var (account, stored) in snapshots.ReadRecordsAsync(tenant, AccountCodec.RecordKey(new(kind, "")), cancellation))
        {
            if (RecordCodec.Read(stored.Bytes!) is not { Exists: true } record)
                continue;
            if (kind != EventKind.Item)
            {
                yield return EntityViews.Row(record, account, null, now.Rules);
                continue;
            }
            var item = new AccountItem(record);
            item.Assess(now);
            yield return EntityViews.Row(item, account, null, now);
        }
    }

    public ValueTask FlushAsync() => writer.Waiting is > 0 and <= MostWaiting ? new(writer.FlushAsync()) : default;
}
