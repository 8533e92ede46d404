using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OneLead.Events;
using OneLead.Journal;
using OneLead.Storage;
using OneLead.Tenants;

namespace OneLead.Accounts;

/// <summary>Builds an account's state from its snapshot and the journal.</summary>
internal sealed partial class AccountFold(IJournal journal, ISnapshotStore snapshots, JournalTails tails, ILogger<AccountFold> log)
{
    /// <summary>Snapshot and stream: the state of an account at the journal's head.</summary>
    /// <returns>The state, and the stamp of its snapshot; null when it has none.</returns>
    public async Task<(AccountState State, SnapshotStamp? Stored)> Load(string tenant, string account)
    {
        var tail = tails.Of(tenant);
        // The head first: the links then hold every link row up to it. The other way round a link that comes in between would
        // change the state without changing its version, and readers would ignore it.
        var head = tail.Head;
        var links = tail.Links.LinksOf(account);
        var snapshot = await snapshots.LoadAsync(tenant, account);
        // Another engine may have kept other records, and links may have brought or taken keys since. The fold is of the keys
        // that hold now, and the stored snapshot must follow, also when no key and no row is left: others still count it.
        if (snapshot is null || snapshot.Stamp.Engine != AccountState.Engine || !links.Keys.SetEquals(snapshot.Stamp.Keys))
        {
            var folded = await Refold(tenant, account, links, head);
            folded.IsChanged |= snapshot is not null || links.Last > 0;
            return (folded, snapshot?.Stamp);
        }
        var state = AccountCodec.Restore(account, links, snapshot);
        await ReadOn(tenant, state, Math.Max(head, links.Last));
        // Its scores may have moved with the day or the rules: the stored ones must follow.
        if (snapshot.Stamp.TenantSequence != state.Scores.TenantSequence)
            state.IsChanged = true;
        return (state, snapshot.Stamp);
    }

    /// <summary>
    /// The state from nothing but the journal, up to a sequence, and in any case up to the link that last changed its keys:
    /// what precedes that was delivered to others, what follows is delivered here.
    /// </summary>
    public async Task<AccountState> Refold(string tenant, string account, AccountLinks links, long upTo)
    {
        var state = new AccountState(account, links);
        await ReadOn(tenant, state, Math.Max(upTo, links.Last));
        return state;
    }

    /// <summary>Takes in the rows between the state's watermark and a sequence, from the journal.</summary>
    public async Task ReadOn(string tenant, AccountState state, long upTo) =>
        await Take(tenant, state, state.Keys.IsEmpty || upTo <= state.Sequence ? [] : await journal.ReadAccountAsync(tenant, [.. state.Keys], state.Sequence, upTo), upTo);

    /// <summary>Takes in rows that follow the state's watermark without a gap, and brings the scores up to date.</summary>
    public async Task Take(string tenant, AccountState state, ImmutableArray<JournalEntry> rows, long upTo)
    {
        var history = tails.Of(tenant).History;
        await Take(tenant, state, rows, upTo, history);
        state.Recompute(history);
    }

    private async Task Take(string tenant, AccountState state, ImmutableArray<JournalEntry> rows, long upTo, TenantHistory history)
    {
        foreach (var row in rows)
        {
            if (row.Sequence <= state.Sequence)
                continue;
            await Retract(tenant, state, row.Sequence, history);
            if (!ImportIds.IsRetracted(history.At(row.Sequence).Retracted, row.Event.SourceId) && state.NeedsHistoryOf(row))
                await TakeOver(tenant, state, row, history);
            TryApply(tenant, state, row, history);
        }
        await Retract(tenant, state, upTo, history);
        state.Sequence = Math.Max(state.Sequence, upTo);
    }

    // What an import brought is left out from the place on at which it was taken back; what people did meanwhile stays.
    private async Task Retract(string tenant, AccountState state, long upTo, TenantHistory history)
    {
        foreach (var retraction in history.Retractions(state.RetractedThrough, upTo).ToList())
        {
            var entities = new List<(EntityKey, ImmutableArray<JournalEntry>)>();
            foreach (var key in state.Records.BroughtBy(retraction.Retracted))
                entities.Add((key, await journal.ReadEntityAsync(tenant, key.Kind, key.Id, retraction.Sequence)));
            state.Retract(retraction, entities, history);
        }
    }

    /// <summary>An account's stream row by row, its own rows and the tenant's: from nothing, or on from a former trace.</summary>
    public async Task<AccountTrace> Trace(string tenant, string account, AccountTrace? former)
    {
        var (links, head, history) = (tails.Of(tenant).Links.LinksOf(account), tails.Of(tenant).Head, tails.Of(tenant).History);
        var trace = former is not null && former.IsOf(links) ? former : new AccountTrace(links, new AccountState(account, links), history.At(0));
        if (trace.IsTooLong || trace.Through >= head)
            return trace;
        var rows = links.Keys.IsEmpty ? [] : await journal.ReadAccountAsync(tenant, [.. links.Keys], trace.Through, head);
        if (rows.Length > MostTraced)
        {
            trace.IsTooLong = true;
            return trace;
        }
        var steps = rows.Select(r => (r.Sequence, Row: (JournalEntry?)r)).Concat(history.Between(trace.Through, head).Select(s => (s.Sequence, Row: (JournalEntry?)null))).OrderBy(s => s.Sequence);
        foreach (var (sequence, row) in steps)
        {
            var then = history.Until(sequence);
            await Take(tenant, trace.State, row is null ? [] : [row], sequence, then);
            trace.State.Recompute(then);
            var ofTenant = trace.CauseOf(then);
            trace.Note(row is null ? ofTenant : ChangeCauses.Of(row));
        }
        trace.Through = head;
        return trace;
    }

    // Some tenths of a second, once.
    private const int MostTraced = 10_000;

    // A row that throws is parked, visibly, and the account goes on: it must not stop for good on one bad row.
    private void TryApply(string tenant, AccountState state, JournalEntry row, TenantHistory history)
    {
        try
        {
            state.Apply(row, history);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            LogParked(tenant, state.Id, row.Sequence, error);
            state.Park(row);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Tenant}/{Account}: the row {Sequence} cannot be applied and is parked")]
    private partial void LogParked(string tenant, string account, long sequence, Exception error);

    private async Task TakeOver(string tenant, AccountState state, JournalEntry row, TenantHistory history)
    {
        var entity = await journal.ReadEntityAsync(tenant, row.Event.Kind, row.Event.Entity, row.Sequence);
        var commands = new List<JournalEntry>();
        if (Keys.LeadSubject(row.Event.Kind, row.Event.Entity) is { } subject)
        {
            foreach (var lead in LeadTypes.Identities.Select(t => Keys.Lead(subject, t)))
            {
                commands.AddRange(await journal.ReadEntityAsync(tenant, EventKind.LeadStatus, lead, row.Sequence));
                commands.AddRange(await journal.ReadEntityAsync(tenant, EventKind.LeadAssignment, lead, row.Sequence));
                commands.AddRange(await journal.ReadEntityAsync(tenant, EventKind.Override, lead, row.Sequence));
            }
        }
        state.TakeOver(entity, commands.OrderBy(c => c.Sequence), history);
    }
}
