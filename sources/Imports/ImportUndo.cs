using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Storage;

namespace OneLead.Sources.Imports;

/// <summary>
/// Undoes an import. Its rows stay in the journal but no longer count (a retraction). An entity that it had moved to another
/// account is moved back by a new row, because an entity's account is decided when rows are written.
/// </summary>
internal sealed class ImportUndo(IIngest ingest, IJournal journal, IGrainFactory grains, TimeProvider clock)
{
    private const string Tenant = Keys.DefaultTenant, Source = "retraction";
    private const int BatchSize = 1_000;

    public async Task RunAsync(ImportTrace trace, string? by, string? reason, Author? author, CancellationToken cancellation)
    {
        var retraction = new ChangeEvent(
            "", EventKind.Retraction, trace.Ids[0], EventSchema.Version, Source, $"import:{string.Join(' ', trace.Ids)}", clock.GetUtcNow(),
            ImportIds.Retraction(trace.Ids, reason, by))
        {
            Author = author,
        };
        await ingest.AppendAsync(Tenant, [retraction], cancellation);
        await ingest.WaitUntilAppliedAsync(Tenant, cancellation);
        var retracted = await grains.GetGrain<ITenantGrain>(Tenant).Retracted();
        var moves = new List<ChangeEvent>();
        await foreach (var row in journal.ReadAllAsync(Tenant, trace.First - 1, cancellation))
        {
            if (row.Sequence > trace.Last)
                break;
            if (row.Former is not null && ImportIds.IsRetracted(retracted, row.Event.SourceId)
                && await MoveBackAsync(row, retracted, cancellation) is { } move)
                moves.Add(move);
        }
        foreach (var batch in moves.DistinctBy(e => e.SourceId).Chunk(BatchSize))
            await ingest.AppendAsync(Tenant, [.. batch], cancellation);
        await grains.GetGrain<IReconciliationGrain>(Tenant).SettleAsync(cancellation);
        await ingest.WaitUntilAppliedAsync(Tenant, cancellation);
    }

    // Null if the entity is where its other rows say, or has no other rows.
    private async Task<ChangeEvent?> MoveBackAsync(
        JournalEntry moved, ImmutableHashSet<string> retracted, CancellationToken cancellation)
    {
        var (kind, entity) = (moved.Event.Kind, moved.Event.Entity);
        var rows = await journal.ReadEntityAsync(Tenant, kind, entity, 0, journal.Head(Tenant), cancellation);
        var decisive = rows
            .Where(r => !ImportIds.IsRetracted(retracted, r.Event.SourceId) && !Keys.IsUnplaced(r.Event.Account))
            .Select(r => r.Event)
            .Max(ByTimeThenId);
        if (decisive is null || decisive.Account == rows[^1].Home)
            return null;
        var lastRetracted = rows.Where(r => ImportIds.IsRetracted(retracted, r.Event.SourceId)).MaxBy(r => r.Event.OccurredAt)!;
        return moved.Event with
        {
            Account = decisive.Account,
            Source = Source,
            SourceId = $"{ImportIds.Of(moved.Event.SourceId)}/{Wire.Name(kind)}/{entity}",
            OccurredAt = ImportIds.AfterRetraction(lastRetracted.Event),
            Data = EventData.Empty,
        };
    }

    private static readonly Comparer<ChangeEvent> ByTimeThenId = Comparer<ChangeEvent>.Create(static (a, b) =>
        a.OccurredAt != b.OccurredAt ? a.OccurredAt.CompareTo(b.OccurredAt)
        : string.CompareOrdinal(a.SourceId, b.SourceId) is var byId and not 0 ? byId
        : string.CompareOrdinal(a.Source, b.Source));
}
