using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Storage;

namespace OneLead.Sources.Imports;

/// <summary>
/// Takes an import back. Its rows stay in the journal and count no more (a retraction); an entity that it had moved to
/// another account is sent back by a row of its own, since where an entity lives is decided when rows are written.
/// </summary>
internal sealed class ImportUndo(IIngest ingest, IJournal journal, IGrainFactory grains, TimeProvider clock)
{
    private const string Tenant = Keys.DefaultTenant, Source = "retraction";
    private const int Batch = 1_000;

    public async Task Execute(ImportTrace trace, string? by, string? reason, CancellationToken cancellation)
    {
        var id = string.Join(' ', trace.Ids);
        var retraction = new ChangeEvent("", EventKind.Retraction, trace.Ids[0], EventSchema.Version, Source, $"import:{id}", clock.GetUtcNow(), ImportIds.Retraction(trace.Ids, reason, by));
        await ingest.Append(Tenant, [retraction], cancellation);
        await ingest.Settled(Tenant, cancellation);
        var retracted = await grains.GetGrain<ITenantGrain>(Tenant).Retracted();
        var back = new List<ChangeEvent>();
        await foreach (var row in journal.ReadAll(Tenant, trace.First - 1, cancellation))
        {
            if (row.Sequence > trace.Last)
                break;
            if (row.Former is not null && ImportIds.Names(retracted, row.Event.SourceId) && await Back(row, retracted, cancellation) is { } home)
                back.Add(home);
        }
        foreach (var batch in back.DistinctBy(e => e.SourceId).Chunk(Batch))
            await ingest.Append(Tenant, [.. batch], cancellation);
        await grains.GetGrain<IReconciliationGrain>(Tenant).Settle();
        await ingest.Settled(Tenant, cancellation);
    }

    // Null: it lives where its other rows say, or there are none.
    private async Task<ChangeEvent?> Back(JournalEntry moved, ImmutableHashSet<string> retracted, CancellationToken cancellation)
    {
        var (kind, entity) = (moved.Event.Kind, moved.Event.Entity);
        var rows = await journal.ReadEntity(Tenant, kind, entity, journal.Head(Tenant), cancellation);
        var decider = rows.Where(r => !ImportIds.Names(retracted, r.Event.SourceId) && !Keys.IsUnplaced(r.Event.Account))
            .MaxBy(r => (r.Event.OccurredAt, r.Event.SourceId, r.Event.Source), Comparer<(DateTimeOffset, string, string)>.Create(static (a, b) =>
                a.Item1 != b.Item1 ? a.Item1.CompareTo(b.Item1) : string.CompareOrdinal(a.Item2, b.Item2) is var byId and not 0 ? byId : string.CompareOrdinal(a.Item3, b.Item3)));
        return decider is null || decider.Event.Account == rows[^1].Home
            ? null
            : moved.Event with
            {
                Account = decider.Event.Account,
                Source = Source,
                SourceId = $"{ImportIds.Of(moved.Event.SourceId)}/{Wire.Name(kind)}/{entity}",
                OccurredAt = ImportIds.AfterRetraction(rows.Where(r => ImportIds.Names(retracted, r.Event.SourceId)).MaxBy(r => r.Event.OccurredAt)!.Event),
                Data = EventData.Empty,
            };
    }
}
