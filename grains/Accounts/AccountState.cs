using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Journal;
using OneLead.Tenants;
using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>
/// An account's facts and what follows from them: a pure function of its rows and the tenant's. It reads no clock and calls
/// no other grain. Rows go in with <see cref="Apply"/>, in order; <see cref="Recompute"/> then brings the scores up to date,
/// once for many rows.
/// </summary>
internal sealed class AccountState
{
    /// <summary>
    /// The version of the code that folds rows and derives scores. Raise it when the same rows give other records or scores.
    /// </summary>
    public const int Engine = 12;

    private readonly AccountChanges _changes = new();
    private (JournalEntry Row, EntityRecord? Before, EntityRecord? After, CauseEffect? Move)? _last;
    private ChangeCause? _cause;

    public AccountState(string id, AccountLinks links)
    {
        (Id, Keys, LinkedThrough) = (id, links.Keys, links.Last);
        Aliases = [.. links.Keys.Select(OneLead.Keys.NameOf).OfType<string>().Distinct(StringComparer.Ordinal)];
        Records = new AccountRecords(id, _changes);
        Scores = new AccountScores(id, links.Keys, Records, Workflows, _changes);
    }

    public string Id { get; }

    /// <summary>The account keys that belong to it.</summary>
    public ImmutableSortedSet<string> Keys { get; }

    /// <summary>The link that last changed its keys. After a later one the state must be folded again from the journal.</summary>
    public long LinkedThrough { get; }

    /// <summary>The spellings of names that its keys carry.</summary>
    public ImmutableArray<string> Aliases { get; }

    public AccountRecords Records { get; }

    public LeadWorkflows Workflows { get; } = new();

    public AccountScores Scores { get; }

    /// <summary>The watermark: all its rows, links and tenant rows up to here are in, none later.</summary>
    public long Sequence { get; set; }

    /// <summary>The version under which the state is published.</summary>
    public StateVersion Version => new(Sequence, Engine);

    /// <summary>When the journal received the last row that changed something here.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>The rows that could not be applied.</summary>
    public ImmutableArray<long> Parked { get; private set; } = [];

    /// <summary>True if something changed since the last <see cref="TakeUnsaved"/>.</summary>
    public bool IsChanged { get; set; }

    /// <summary>True if the next snapshot must replace all records: they were folded from the journal, not restored.</summary>
    public bool IsRefolded { get; set; } = true;

    /// <summary>
    /// The last row of its own that was applied since it was activated; null before any. For a link that reconciliation decided
    /// because of an import, the row of the import.
    /// </summary>
    public ChangeCause? Cause => _last is not { } last ? null : _cause ??= ChangeCauses.Of(last.Row, last.Before, last.After, last.Move);

    /// <summary>The last tenant row that its closed leads have observed at its place between the account's rows.</summary>
    public long ObservedTenantRow { get; private set; }

    /// <summary>The last retraction that its facts have gone through.</summary>
    public long RetractedThrough { get; private set; }

    /// <summary>True if it appears in lists and sums. Records without an account are kept like those of an account.</summary>
    public bool IsListed => !Records.IsEmpty && !OneLead.Keys.IsNoAccount(Id);

    /// <summary>True if an entity with this account key belongs here.</summary>
    public bool Owns(string key) => Keys.Contains(key);

    /// <summary>
    /// True if a row brings an entity whose earlier rows are in another account's stream. Apply those rows and this one first,
    /// with <see cref="TakeOver"/>.
    /// </summary>
    public bool NeedsHistoryOf(JournalEntry row) =>
        !row.Event.Kind.IsCommand() && row.Event.Kind != EventKind.Link && Owns(row.Home)
        && (row.Former is { } former && !Owns(former) || !Owns(row.Event.Account))
        && Records.Find(new(row.Event.Kind, row.Event.Entity)) is null;

    /// <summary>Applies one row. Rows must come in order.</summary>
    /// <param name="tenant">The tenant's history, at least up to the row.</param>
    public void Apply(JournalEntry row, TenantHistory tenant)
    {
        ObserveTenantRows(tenant, row.Sequence);
        var key = new EntityKey(row.Event.Kind, row.Event.Entity);
        var before = Records.Find(key);
        if (row.Event.Kind.IsCommand())
            ApplyCommand(row, tenant.At(row.Sequence), Scores.FindSubject(LeadWorkflows.SubjectOf(row.Event.Entity))?.Record.Home);
        else if (row.Event.Kind != EventKind.Link)
            ApplyFact(row, tenant.At(row.Sequence));
        if (_last is not { } last || !ChangeCauses.IsConsequence(row, last.Row))
            (_last, _cause) = ((row, before, Records.Find(key), MoveOf(row)), null);
        Sequence = Math.Max(Sequence, row.Sequence);
    }

    /// <summary>Applies a retraction at its place: rebuilds these entities from their other rows.</summary>
    /// <param name="entities">The rows of each entity up to there.</param>
    public void Retract(TenantState tenant, IEnumerable<(EntityKey Key, ImmutableArray<JournalEntry> Rows)> entities, TenantHistory history)
    {
        ObserveTenantRows(history, tenant.Sequence - 1);
        foreach (var (key, rows) in entities)
        {
            var known = Records.Find(key)!;
            var record = rows.Where(r => !ImportIds.IsRetracted(tenant.Retracted, r.Event.SourceId))
                .Aggregate(EntityRecord.New(key.Kind, key.Id), (merged, row) => merged.Merge(row));
            // A retraction does not change which account owns the entity.
            Set(key, record with { Home = known.Home, UpdatedAt = tenant.UpdatedAt });
            _changes.AddUnsaved(key);
            UpdatedAt = tenant.UpdatedAt;
        }
        RetractedThrough = tenant.Sequence;
        IsChanged = true;
    }

    /// <summary>Records a row that could not be applied, and skips it.</summary>
    public void Park(JournalEntry row)
    {
        Parked = Parked.Add(row.Sequence);
        Sequence = Math.Max(Sequence, row.Sequence);
    }

    /// <summary>
    /// Takes over an entity from another account: its own rows, and the commands on its leads, each up to the row that brought
    /// it. They are applied in journal order, so a command takes effect on the state at which it was sent, provided that it was
    /// sent to the account that owned the item at the time.
    /// </summary>
    public void TakeOver(EntityHistory history, TenantHistory tenant)
    {
        var rows = history.Rows;
        // The entity's leads and the account's own leads have observed different tenant rows.
        ObserveTenantRows(tenant, rows[^1].Sequence);
        var key = new EntityKey(rows[0].Event.Kind, rows[0].Event.Entity);
        var record = history.Record;
        if (history.Commands.IsEmpty)
            Set(key, record);
        else
            record = Replay(key, history, tenant);
        _changes.AddUnsaved(key);
        IsChanged = true;
        UpdatedAt = record.UpdatedAt;
    }

    private EntityRecord Replay(EntityKey key, EntityHistory history, TenantHistory tenant)
    {
        var subject = OneLead.Keys.LeadSubject(key.Kind, key.Id);
        var (record, home, observed) = (EntityRecord.New(key.Kind, key.Id), "", 0L);
        foreach (var row in history.Rows.Concat(history.Commands).OrderBy(e => e.Sequence))
        {
            foreach (var state in HasClosedLead() ? tenant.Between(observed, row.Sequence) : [])
                ObserveTriggers(subject!, state, state.Sequence, state.UpdatedAt);
            observed = row.Sequence;
            if (row.Event.Kind.IsCommand())
            {
                ApplyCommand(row, tenant.At(row.Sequence), home);
                continue;
            }
            home = row.Home;
            if (ImportIds.IsRetracted(history.Retracted, row.Event.SourceId))
                continue;
            record = record.Merge(row);
            Set(key, record);
            if (HasClosedLead())
                ObserveTriggers(subject!, tenant.At(row.Sequence), row.Sequence, row.ReceivedAt);
        }
        return record;

        bool HasClosedLead() => subject is not null && Workflows.HasClosedLead(subject);
    }

    /// <summary>Restores a record of a snapshot.</summary>
    public void Restore(EntityRecord record) => Set(new(record.Kind, record.Id), record);

    /// <summary>Restores the header of a snapshot.</summary>
    public void Restore(AccountHeader header)
    {
        (UpdatedAt, Parked, ObservedTenantRow, RetractedThrough, IsRefolded) =
            (header.UpdatedAt, header.Parked, header.ObservedTenantRow, header.RetractedThrough, false);
        foreach (var workflow in header.Workflows)
            Workflows.Restore(workflow);
        Scores.Marks.Restore(header.Priorities);
    }

    /// <summary>Brings every score up to the tenant state at the watermark.</summary>
    public void Recompute(TenantHistory history)
    {
        ObserveTenantRows(history, Sequence);
        Scores.Recompute(history.Under(Sequence));
    }

    /// <summary>The leads that changed since the last call: the row, or null for one that is gone.</summary>
    public IReadOnlyList<(string Id, LeadRow? Row)> TakeChangedLeads() =>
        [.. _changes.TakeLeads().Select(lead => (lead, Scores.FindLead(lead)))];

    /// <summary>The items that were assessed again since the last call.</summary>
    public IReadOnlyCollection<string> TakeAssessedItems() => _changes.TakeItems();

    /// <summary>The records that changed since the last call; null for one that has left.</summary>
    public IReadOnlyList<(EntityKey Key, EntityRecord? Record)> TakeUnsaved()
    {
        IsChanged = false;
        return [.. _changes.TakeUnsaved().Select(key => (key, Records.Find(key)))];
    }

    /// <summary>
    /// The entities of kinds in the read model that changed since the last call, and the items whose upcoming end of support was
    /// added, changed or removed.
    /// </summary>
    public EntityChanges TakeChangedEntities()
    {
        if (!_changes.HasEntities)
            return EntityChanges.None;
        var (entities, endings) = (_changes.TakeEntities(), _changes.TakeEndings());
        return new EntityChanges(
            [
                .. entities.Select(Records.Find).OfType<EntityRecord>().Where(r => r.Exists)
                    .Select(r => EntityViews.Row(r, Id, Scores.Territory, Scores.Tenant.Rules)),
            ],
            [.. entities.Where(k => Records.Find(k) is not { Exists: true }).Select(k => new EntityRef(k.Kind, k.Id))],
            [
                .. endings.Select(Scores.Find).OfType<AccountItem>().Where(i => i.EndsSoon)
                    .Select(i => i.Ending(Scores.Territory, Scores.Tenant)),
            ],
            [.. endings.Where(id => Scores.Find(id) is not { EndsSoon: true })]);
    }

    private CauseEffect? MoveOf(JournalEntry row) =>
        row.Former is not { } former || Owns(former) == Owns(row.Home) ? null : Owns(row.Home) ? CauseEffect.Arrived : CauseEffect.Left;

    private void ApplyFact(JournalEntry row, TenantState tenant)
    {
        if (ImportIds.IsRetracted(tenant.Retracted, row.Event.SourceId))
            return;
        var key = new EntityKey(row.Event.Kind, row.Event.Entity);
        var known = Records.Find(key);
        var merged = (known ?? EntityRecord.New(key.Kind, key.Id)).Merge(row);
        if (ReferenceEquals(merged, known))
            return;
        UpdatedAt = row.ReceivedAt;
        _changes.AddUnsaved(key);
        IsChanged = true;
        if (Owns(merged.Home))
            Set(key, merged);
        else
            Drop(key);
        foreach (var subject in Workflows.SubjectsWithClosedLeads.Where(s => Scores.Concerns(key, s)))
            ObserveTriggers(subject, tenant, row.Sequence, row.ReceivedAt);
    }

    private void ApplyCommand(JournalEntry row, TenantState tenant, string? home)
    {
        if (home != row.Event.Account || OneLead.Keys.TryParseLead(row.Event.Entity) is not { } lead
            || Scores.FindSubject(lead.Subject) is not { } subject)
            return;
        if (!Workflows.Apply(row, workflow => Scores.ScoreAt(subject, lead.Type, tenant, always: workflow.IsTouched)))
            return;
        IsChanged = true;
        Scores.Outdate(subject);
        UpdatedAt = row.ReceivedAt;
    }

    // A closed lead reopens when its trigger comes back, so it observes its trigger under each tenant state between rows.
    private void ObserveTenantRows(TenantHistory history, long upTo)
    {
        foreach (var state in history.Between(ObservedTenantRow, upTo))
        {
            ObservedTenantRow = state.Sequence;
            foreach (var subject in Workflows.SubjectsWithClosedLeads)
                ObserveTriggers(subject, state, state.Sequence, state.UpdatedAt);
        }
    }

    private void ObserveTriggers(string subject, TenantState tenant, long sequence, DateTimeOffset at)
    {
        // An item that its source removed, or whose import was taken back, says nothing about the reasons of its leads.
        if (Scores.FindSubject(subject) is not { } known)
            return;
        var (hasAny, isChanged) = Workflows.Observe(subject, Scores.TriggersUnder(known, tenant), sequence, at);
        IsChanged |= isChanged;
        if (hasAny)
            Scores.Outdate(known);
    }

    private void Set(EntityKey key, EntityRecord record)
    {
        Records.Set(key, record);
        Scores.Touch(key);
    }

    private void Drop(EntityKey key)
    {
        if (!Records.Remove(key))
            return;
        Scores.Touch(key);
        if (OneLead.Keys.LeadSubject(key.Kind, key.Id) is { } subject)
            Workflows.Remove(subject);
    }
}
