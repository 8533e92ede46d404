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
    private readonly EntityHistories _entities = new(journal);

    /// <summary>Snapshot and stream: the state of an account at the journal's head.</summary>
    /// <returns>The state, and the stamp of its snapshot; null when it has none.</returns>
    public async Task<(AccountState State, SnapshotStamp? Stored)> LoadAsync(string tenant, string account)
    {
        var tail = tails.Of(tenant);
        var snapshot = await snapshots.LoadAsync(tenant, account);
        // A silo that has just joined knows no links and no rules yet, and one that lags behind not those of the snapshot.
        await tail.WaitForAsync(snapshot?.Stamp.Sequence ?? 0);
        // Read the head first, so that the links hold every link row up to it. If the links were read first, a link committed in
        // between would change the state without changing its version, and readers would ignore it.
        var head = tail.Head;
        var links = tail.Links.LinksOf(account);
        // Another engine version may have kept other records, and links may have added or removed keys since. Fold the current
        // keys and store the result even when no key and no row is left, because territories still count the old snapshot.
        if (snapshot is null || snapshot.Stamp.Engine != AccountState.Engine || !links.Keys.SetEquals(snapshot.Stamp.Keys))
        {
            var folded = await RefoldAsync(
                tenant, account, links, head, snapshot is null ? null : AccountCodec.ReadMarks(snapshot));
            folded.IsChanged |= snapshot is not null || links.Last > 0;
            return (folded, snapshot?.Stamp);
        }
        var state = AccountCodec.Restore(account, links, snapshot);
        await ReadOnAsync(tenant, state, Math.Max(head, links.Last));
        // Its scores may have changed with the day or the rules, so they must be stored again.
        if (snapshot.Stamp.TenantSequence != state.Scores.TenantSequence)
            state.IsChanged = true;
        return (state, snapshot.Stamp);
    }

    /// <summary>
    /// Builds the state from the journal alone, up to a sequence and at least up to the link that last changed its keys:
    /// earlier rows were delivered to other accounts, later ones are delivered here.
    /// </summary>
    /// <param name="former">The marks of the state that the result replaces; the journal does not tell them.</param>
    public async Task<AccountState> RefoldAsync(
        string tenant, string account, AccountLinks links, long upTo, IReadOnlyDictionary<string, PriorityMark>? former = null)
    {
        var state = new AccountState(account, links);
        state.Scores.Marks.Restore(former);
        await ReadOnAsync(tenant, state, Math.Max(upTo, links.Last));
        state.Scores.Marks.KeepOnly(lead => state.Scores.FindLead(lead) is not null);
        return state;
    }

    /// <summary>Takes in the rows between the state's watermark and a sequence, from the journal.</summary>
    public async Task ReadOnAsync(string tenant, AccountState state, long upTo)
    {
        var rows = state.Keys.IsEmpty || upTo <= state.Sequence
            ? []
            : await journal.ReadAccountAsync(tenant, [.. state.Keys], state.Sequence, upTo);
        await TakeAsync(tenant, state, rows, upTo);
    }

    /// <summary>Takes in rows that follow the state's watermark without a gap, and brings the scores up to date.</summary>
    public async Task TakeAsync(string tenant, AccountState state, ImmutableArray<JournalEntry> rows, long upTo)
    {
        var history = tails.Of(tenant).History;
        await TakeAsync(tenant, state, rows, upTo, history);
        state.Recompute(history);
    }

    private async Task TakeAsync(string tenant, AccountState state, ImmutableArray<JournalEntry> rows, long upTo, TenantHistory history)
    {
        foreach (var row in rows)
        {
            if (row.Sequence <= state.Sequence)
                continue;
            await RetractAsync(tenant, state, row.Sequence, history);
            if (!ImportIds.IsRetracted(history.At(row.Sequence).Retracted, row.Event.SourceId) && state.NeedsHistoryOf(row))
                state.TakeOver(await _entities.ReadAsync(tenant, row, history.At(row.Sequence).Retracted), history);
            TryApply(tenant, state, row, history);
        }
        await RetractAsync(tenant, state, upTo, history);
        state.Sequence = Math.Max(state.Sequence, upTo);
    }

    // Leaves out what an import brought, from the row that retracted it on. What people did in between stays.
    private async Task RetractAsync(string tenant, AccountState state, long upTo, TenantHistory history)
    {
        foreach (var retraction in history.Retractions(state.RetractedThrough, upTo).ToList())
        {
            var brought = new List<(EntityKey, ImmutableArray<JournalEntry>)>();
            foreach (var key in state.Records.BroughtBy(retraction.Retracted))
                brought.Add((key, await journal.ReadEntityAsync(tenant, key.Kind, key.Id, 0, retraction.Sequence)));
            state.Retract(retraction, brought, history);
        }
    }

    /// <summary>Replays an account's own rows and the tenant's one by one, from the start or from where a former trace ended.</summary>
    public async Task<AccountTrace> TraceAsync(string tenant, string account, AccountTrace? former)
    {
        var (links, head, history) = (tails.Of(tenant).Links.LinksOf(account), tails.Of(tenant).Head, tails.Of(tenant).History);
        var trace =
            former is not null && former.IsOf(links) ? former : new AccountTrace(links, new AccountState(account, links), history.At(0));
        if (trace.IsTooLong || trace.Through >= head)
            return trace;
        var rows = links.Keys.IsEmpty ? [] : await journal.ReadAccountAsync(tenant, [.. links.Keys], trace.Through, head);
        if (rows.Length > MostTraced)
        {
            trace.IsTooLong = true;
            return trace;
        }
        var steps = rows.Select(r => (r.Sequence, Row: (JournalEntry?)r))
            .Concat(history.Between(trace.Through, head).Select(s => (s.Sequence, Row: (JournalEntry?)null))).OrderBy(s => s.Sequence);
        foreach (var (sequence, row) in steps)
        {
            var then = history.Until(sequence);
            await TakeAsync(tenant, trace.State, row is null ? [] : [row], sequence, then);
            trace.State.Recompute(then);
            var ofTenant = trace.CauseOf(then);
            trace.Note(row is null ? ofTenant : trace.State.Cause);
        }
        trace.Through = head;
        return trace;
    }

    // Bounds a first read to a few tenths of a second.
    private const int MostTraced = 10_000;

    // Parks a row that throws and goes on, so that one bad row does not stop the account. Parked rows are reported.
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
}
