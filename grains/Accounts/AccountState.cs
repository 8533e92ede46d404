using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Journal;
using OneLead.Matching;
using OneLead.Rules;
using OneLead.Tenants;
using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>An entity within an account.</summary>
internal readonly record struct EntityKey(EventKind Kind, string Id);

/// <summary>
/// An account's facts and what follows from them. A pure function of its rows and the tenant's: it reads no clock and
/// calls nobody. Rows go in with <see cref="Apply"/>, in order; <see cref="Recompute"/> then brings the scores up to date,
/// once for as many rows as there were.
/// </summary>
internal sealed class AccountState(string id, AccountLinks links)
{
    /// <summary>The version of the code that folds rows and derives scores. Raise it when the same rows give other records or scores.</summary>
    public const int Engine = 5;

    private readonly Dictionary<EntityKey, EntityRecord> records = [];
    private readonly Dictionary<string, AccountItem> items = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, LeadLife> lives = new(StringComparer.Ordinal);
    private readonly HashSet<EntityKey> unsaved = [];
    private readonly HashSet<AccountItem> stale = [];
    private readonly HashSet<string> changedLeads = new(StringComparer.Ordinal);
    private readonly HashSet<string> touchedItems = new(StringComparer.Ordinal);
    private readonly HashSet<EntityKey> changedEntities = [];
    private readonly HashSet<string> changedEndings = new(StringComparer.Ordinal);
    private readonly List<EntityRecord> accountRecords = [];
    private TenantState? scoredUnder;
    private AccountPoints scoredWith;
    private RuleSet? scoredBy;
    private long seenTenant;
    private int existing;
    private int unknown;
    private string? ownName;
    private JournalEntry? cause;

    public string Id { get; } = id;

    /// <summary>The account keys that belong to it.</summary>
    public ImmutableSortedSet<string> Keys { get; } = links.Keys;

    /// <summary>The link that last changed its keys. When the directory knows a later one, the state must be folded anew.</summary>
    public long LinkedThrough { get; } = links.Last;

    /// <summary>The spellings of names that its keys carry.</summary>
    public ImmutableArray<string> Aliases { get; } = [.. links.Keys.Select(OneLead.Keys.NameOf).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The watermark: all its rows, links and tenant rows up to here are in, none later.</summary>
    public long Sequence { get; set; }

    /// <summary>The version under which the state is published.</summary>
    public StateVersion Version => new(Sequence, Engine);

    /// <summary>When the journal received the last row that changed anything here.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    public AccountTotals Totals { get; } = new();

    /// <summary>What the rules saw of the account when its scores were last computed.</summary>
    public AccountFacts Facts { get; private set; } = AccountFacts.Empty;

    public IReadOnlyDictionary<string, AccountItem> Items => items;

    public IReadOnlyDictionary<string, LeadLife> Lives => lives;

    public IEnumerable<EntityRecord> Records => records.Values;

    /// <summary>The rows that could not be applied.</summary>
    public ImmutableArray<long> Parked { get; private set; } = [];

    /// <summary>Whether anything has changed since the last <see cref="TakeUnsaved"/>.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Whether its records were folded anew and not restored: then a snapshot must replace them all.</summary>
    public bool IsRefolded { get; set; } = true;

    /// <summary>The tenant state under which the scores stand.</summary>
    public TenantState ScoredUnder => scoredUnder ?? throw new InvalidOperationException("The account has not been computed yet.");

    /// <summary>The last row of its own that was taken in since it woke; null before any was.</summary>
    public ChangeCause? Cause => cause is null ? null : ChangeCauses.Of(cause);

    /// <summary>The last tenant row under which the scores stand.</summary>
    public long TenantSequence => scoredUnder?.Sequence ?? 0;

    /// <summary>The last tenant row that its closed leads have seen at its place between the account's rows.</summary>
    public long SeenTenantSequence => seenTenant;

    /// <summary>The last retraction that its facts have gone through.</summary>
    public long RetractedThrough { get; private set; }

    /// <summary>Whether a lead is closed: then tenant rows must be taken in at their place, and not merely the latest state.</summary>
    public bool HasClosedLeads => lives.Values.Any(l => l.IsClosed);

    /// <summary>Whether it holds anything of its own. One that does not is shown nowhere.</summary>
    public bool IsEmpty => existing == 0;

    /// <summary>Whether it appears in lists and sums: credits that no account claims are kept like an account and are none.</summary>
    public bool IsListed => !IsEmpty && Id != OneLead.Keys.UnassignedCredits;

    /// <summary>Whether something of it changed at its source, which did not say how.</summary>
    public bool IsStale => unknown > 0;

    /// <summary>Whether an entity that belongs to one of these keys belongs here.</summary>
    public bool Owns(string key) => Keys.Contains(key);

    /// <summary>Whether a row brings an entity whose earlier rows stand in another account's stream: they must be read and applied first, the row itself included.</summary>
    public bool BringsStranger(JournalEntry entry) =>
        !entry.Event.Kind.IsCommand() && entry.Event.Kind != EventKind.Link && Owns(entry.Home)
        && (entry.Former is { } former && !Owns(former) || !Owns(entry.Event.Account))
        && !records.ContainsKey(new(entry.Event.Kind, entry.Event.Entity));

    /// <summary>Takes one row in. Rows must come in order.</summary>
    /// <param name="tenant">The tenant's history, known at least up to the row.</param>
    public void Apply(JournalEntry entry, TenantHistory tenant)
    {
        SeeTenantRows(tenant, entry.Sequence);
        if (entry.Event.Kind.IsCommand())
            Command(entry, tenant.At(entry.Sequence), items.GetValueOrDefault(LeadItem(entry.Event.Entity))?.Record.Home);
        else if (entry.Event.Kind != EventKind.Link)
            Fact(entry, tenant.At(entry.Sequence));
        cause = entry;
        Sequence = Math.Max(Sequence, entry.Sequence);
    }

    /// <summary>The entities of which something counts that came by one of these imports. What others have overwritten since counts already without it.</summary>
    public IReadOnlyList<EntityKey> BroughtBy(ImmutableHashSet<string> imports) =>
        [.. records.Where(r => r.Value.Stamps.Append(r.Value.Removed).Any(s => s is not null && ImportIds.Names(imports, s.SourceId))).Select(r => r.Key)];

    /// <summary>Goes through a retraction, at its place: these entities are what their other rows say.</summary>
    /// <param name="entities">The rows of each entity up to there.</param>
    public void Retract(TenantState tenant, IEnumerable<(EntityKey Key, ImmutableArray<JournalEntry> Rows)> entities, TenantHistory history)
    {
        SeeTenantRows(history, tenant.Sequence - 1);
        foreach (var (key, rows) in entities)
        {
            var known = records[key];
            var record = rows.Where(r => !ImportIds.Names(tenant.Retracted, r.Event.SourceId)).Aggregate(EntityRecord.New(key.Kind, key.Id), (merged, row) => merged.Merge(row));
            // Where it lives is for the journal to say.
            Set(key, record with { Home = known.Home, UpdatedAt = tenant.UpdatedAt });
            unsaved.Add(key);
            UpdatedAt = tenant.UpdatedAt;
        }
        RetractedThrough = tenant.Sequence;
        IsChanged = true;
    }

    /// <summary>Notes a row that could not be applied, and passes it.</summary>
    public void Park(JournalEntry entry)
    {
        Parked = Parked.Add(entry.Sequence);
        Sequence = Math.Max(Sequence, entry.Sequence);
    }

    /// <summary>
    /// Takes in an entity that comes from another account: its own rows, and the commands on its leads, each up to the row
    /// that brought it. They are lived through again in their order: a command counts as things stood when it was sent, and
    /// where it was sent while the item lived there.
    /// </summary>
    public void Adopt(ImmutableArray<JournalEntry> rows, IEnumerable<JournalEntry> commands, TenantHistory tenant)
    {
        // What its leads have seen before does not concern those that were here, nor the other way round.
        SeeTenantRows(tenant, rows[^1].Sequence);
        var key = new EntityKey(rows[0].Event.Kind, rows[0].Event.Entity);
        var (record, home, lived) = (EntityRecord.New(key.Kind, key.Id), "", 0L);
        var retracted = tenant.At(rows[^1].Sequence).Retracted;
        foreach (var entry in rows.Concat(commands).OrderBy(e => e.Sequence))
        {
            foreach (var state in HasClosedLead(key.Id) ? tenant.Between(lived, entry.Sequence) : [])
                See(key.Id, state, state.Sequence, state.UpdatedAt);
            lived = entry.Sequence;
            if (entry.Event.Kind.IsCommand())
            {
                Command(entry, tenant.At(entry.Sequence), home);
                continue;
            }
            home = entry.Home;
            if (ImportIds.Names(retracted, entry.Event.SourceId))
                continue;
            record = record.Merge(entry);
            Set(key, record);
            if (HasClosedLead(key.Id))
                See(key.Id, tenant.At(entry.Sequence), entry.Sequence, entry.ReceivedAt);
        }
        unsaved.Add(key);
        IsChanged = true;
        UpdatedAt = record.UpdatedAt;
    }

    /// <summary>Puts a record in as a snapshot holds it.</summary>
    public void Restore(EntityRecord record) => Set(new(record.Kind, record.Id), record);

    /// <summary>Puts in the rest of a snapshot.</summary>
    public void Restore(AccountHeader header)
    {
        (UpdatedAt, Parked, seenTenant, RetractedThrough, IsRefolded) = (header.UpdatedAt, header.Parked, header.SeenTenant, header.RetractedThrough, false);
        foreach (var life in header.Lives)
            lives[life.Lead] = life;
    }

    /// <summary>Brings every score up to the tenant state at the watermark.</summary>
    public void Recompute(TenantHistory history)
    {
        var tenant = history.Under(Sequence);
        SeeTenantRows(history, Sequence);
        if (!ReferenceEquals(scoredUnder, tenant))
        {
            stale.UnionWith(items.Values.Where(i => i.IsDue(scoredUnder, tenant)));
            scoredUnder = tenant;
        }
        foreach (var item in stale)
        {
            var (before, endOfLife, endedSoon) = (item.Assessment.IsPastEndOfLife, item.Terms.EndOfLife, item.EndsSoon);
            item.Assess(tenant);
            Totals.EndOfLife(endOfLife, item.Terms.EndOfLife);
            Totals.PastEndOfLife(before, item.Assessment.IsPastEndOfLife);
            touchedItems.Add(item.Record.Id);
            if (endedSoon || item.EndsSoon)
                changedEndings.Add(item.Record.Id);
        }
        Facts = Totals.Facts(this, tenant);
        // What the account adds to its leads' scores can move all of them; mostly it moves none.
        var points = LeadRules.AccountPoints(Facts, tenant.Rules, tenant.AsOf);
        if (points != scoredWith || !ReferenceEquals(scoredBy, tenant.Rules))
            stale.UnionWith(items.Values);
        foreach (var item in stale)
            Score(item, tenant);
        if (!ReferenceEquals(scoredBy, tenant.Rules))
        {
            Totals.Recount(Leads, Currency);
            changedEntities.UnionWith(records.Keys.Where(k => k.Kind.IsLive()));
        }
        (scoredWith, scoredBy) = (points, tenant.Rules);
        stale.Clear();
    }

    /// <summary>The items that were assessed anew since the last call.</summary>
    public IReadOnlyCollection<string> TakeTouchedItems()
    {
        var taken = touchedItems.ToArray();
        touchedItems.Clear();
        return taken;
    }

    /// <summary>What its key or its records call it.</summary>
    public string OwnName => ownName ??=
        OneLead.Keys.NameOf(Id)
        ?? AccountField("name").Text
        ?? records.Values.Where(r => r.Kind == EventKind.Project).Select(r => r.Fields["customerName"].Text).FirstOrDefault(n => n is not null)
        ?? NameRegistry.Spelled(Id);

    /// <summary>The latest value of a field over the account's own records (tier, account manager …), of which it has one a key.</summary>
    public FieldValue AccountField(string name) => accountRecords switch
    {
        [] => FieldValue.Null,
        [var only] => only.Get(name).Value,
        _ => accountRecords.Select(r => r.Get(name)).Where(f => f.Stamp is not null).OrderByDescending(f => f.Stamp).Select(f => f.Value).FirstOrDefault(),
    };

    public EntityRecord? Find(EntityKey key) => records.GetValueOrDefault(key);

    /// <summary>The leads that changed since the last call: the row, or null for one that is gone.</summary>
    public IReadOnlyList<(string Id, LeadRow? Row)> TakeChangedLeads()
    {
        var changed = changedLeads.Select(lead => (lead, FindLead(lead))).ToList();
        changedLeads.Clear();
        return changed;
    }

    /// <summary>The records that changed since the last call; null for one that has left.</summary>
    public IReadOnlyList<(EntityKey Key, EntityRecord? Record)> TakeUnsaved()
    {
        var taken = unsaved.Select(key => (key, records.GetValueOrDefault(key))).ToList();
        unsaved.Clear();
        IsChanged = false;
        return taken;
    }

    public LeadRow? FindLead(string lead) => OneLead.Keys.TryParseLead(lead) is { } parsed && items.TryGetValue(parsed.Item, out var item) ? item.Lead(parsed.Type) : null;

    public IEnumerable<LeadRow> Leads => items.Values.SelectMany(i => i.Leads);

    /// <summary>The entities of kinds that the read model holds that changed since the last call, and the items whose end of support came near, changed or went.</summary>
    public EntityChanges TakeChangedEntities()
    {
        if (changedEntities.Count == 0 && changedEndings.Count == 0)
            return EntityChanges.None;
        var changes = new EntityChanges(
            [.. changedEntities.Select(Find).OfType<EntityRecord>().Where(r => r.Exists).Select(r => EntityViews.Row(r, Id, ScoredUnder.Rules))],
            [.. changedEntities.Where(k => Find(k) is not { Exists: true }).Select(k => new EntityRef(k.Kind, k.Id))],
            [.. changedEndings.Select(items.GetValueOrDefault).OfType<AccountItem>().Where(i => i.EndsSoon).Select(i => i.Ending(ScoredUnder))],
            [.. changedEndings.Where(id => items.GetValueOrDefault(id) is not { EndsSoon: true })]);
        changedEntities.Clear();
        changedEndings.Clear();
        return changes;
    }

    private void Fact(JournalEntry entry, TenantState tenant)
    {
        if (ImportIds.Names(tenant.Retracted, entry.Event.SourceId))
            return;
        var key = new EntityKey(entry.Event.Kind, entry.Event.Entity);
        var known = records.GetValueOrDefault(key);
        var merged = (known ?? EntityRecord.New(key.Kind, key.Id)).Merge(entry);
        if (ReferenceEquals(merged, known))
            return;
        UpdatedAt = entry.ReceivedAt;
        unsaved.Add(key);
        IsChanged = true;
        if (Owns(merged.Home))
            Set(key, merged);
        else
            Drop(key);
        if (key.Kind == EventKind.Item && HasClosedLead(key.Id))
            See(key.Id, tenant, entry.Sequence, entry.ReceivedAt);
    }

    private static string LeadItem(string lead) => OneLead.Keys.TryParseLead(lead)?.Item ?? "";

    private void Command(JournalEntry entry, TenantState tenant, string? home)
    {
        var lead = entry.Event.Entity;
        if (home != entry.Event.Account || OneLead.Keys.TryParseLead(lead) is not { } parsed || !items.TryGetValue(parsed.Item, out var item))
            return;
        var life = lives.GetValueOrDefault(lead) ?? LeadLife.New(lead);
        var (next, outcome, _) = life.Command(entry, () => item.ScoreAt(parsed.Type, Totals.Facts(this, tenant), tenant, always: life.IsTouched));
        if (outcome == CommandOutcome.NotFound)
            return;
        lives[lead] = next;
        IsChanged = true;
        stale.Add(item);
        UpdatedAt = entry.ReceivedAt;
    }

    // A closed lead reopens when its trigger comes back, so between rows its trigger is seen under each tenant state.
    private void SeeTenantRows(TenantHistory history, long upTo)
    {
        foreach (var state in history.Between(seenTenant, upTo))
        {
            seenTenant = state.Sequence;
            foreach (var item in lives.Values.Where(l => l.IsClosed).Select(l => LeadItem(l.Lead)).Distinct().ToList())
                See(item, state, state.Sequence, state.UpdatedAt);
        }
    }

    private bool HasClosedLead(string item) => lives.Count > 0 && AccountItem.Types.Any(t => lives.TryGetValue(OneLead.Keys.Lead(item, t), out var life) && life.IsClosed);

    private void See(string item, TenantState tenant, long sequence, DateTimeOffset at)
    {
        var triggers = items.TryGetValue(item, out var known) ? known.TriggersUnder(tenant) : LeadTriggers.None;
        foreach (var type in AccountItem.Types)
        {
            var lead = OneLead.Keys.Lead(item, type);
            if (!lives.TryGetValue(lead, out var life))
                continue;
            IsChanged |= lives[lead] != (lives[lead] = life.See(triggers.Has(type), sequence, at));
            if (known is not null)
                stale.Add(known);
        }
    }

    private void Set(EntityKey key, EntityRecord record)
    {
        var before = records.GetValueOrDefault(key);
        records[key] = record;
        Touch(key, before, record);
        if (key.Kind != EventKind.Item)
            return;
        if (!record.Exists)
        {
            Leave(key.Id);
            return;
        }
        if (items.TryGetValue(key.Id, out var item))
        {
            Totals.Territories(TerritoryOf(item.Record), TerritoryOf(record));
            item.Record = record;
        }
        else
        {
            items.Add(key.Id, item = new AccountItem(record));
            Totals.Territories(null, TerritoryOf(record));
        }
        stale.Add(item);
    }

    private void Drop(EntityKey key)
    {
        if (!records.Remove(key, out var before))
            return;
        Touch(key, before, null);
        if (key.Kind != EventKind.Item)
            return;
        Leave(key.Id);
        foreach (var type in AccountItem.Types)
            lives.Remove(OneLead.Keys.Lead(key.Id, type));
    }

    private void Touch(EntityKey key, EntityRecord? before, EntityRecord? after)
    {
        Totals.Touch(key);
        existing += (after is { Exists: true } ? 1 : 0) - (before is { Exists: true } ? 1 : 0);
        unknown += (after is { IsStale: true } ? 1 : 0) - (before is { IsStale: true } ? 1 : 0);
        if (key.Kind.IsLive())
            changedEntities.Add(key);
        if (key.Kind is EventKind.Account or EventKind.Project)
            ownName = null;
        if (key.Kind != EventKind.Account)
            return;
        if (before is not null)
            accountRecords.Remove(before);
        if (after is not null)
            accountRecords.Add(after);
    }

    private void Leave(string id)
    {
        if (!items.Remove(id, out var item))
            return;
        stale.Remove(item);
        touchedItems.Add(id);
        Totals.Territories(TerritoryOf(item.Record), null);
        Totals.PastEndOfLife(item.Assessment.IsPastEndOfLife, false);
        Totals.EndOfLife(item.Terms.EndOfLife, null);
        Totals.AtRisk(item.AtRisk, null);
        if (item.EndsSoon)
            changedEndings.Add(id);
        foreach (var lead in item.Leads)
        {
            changedLeads.Add(lead.Id);
            Totals.Replace(lead, null, Currency);
        }
    }

    private void Score(AccountItem item, TenantState tenant)
    {
        foreach (var type in AccountItem.Types)
        {
            var before = item.Lead(type);
            if (!item.Score(type, Id, Facts, tenant, lives.Count == 0 ? null : lives.GetValueOrDefault(OneLead.Keys.Lead(item.Record.Id, type))))
                continue;
            var after = item.Lead(type);
            changedLeads.Add((after ?? before)!.Id);
            Totals.Replace(before, after, Currency);
        }
        Totals.AtRisk(item.AtRisk, item.AtRisk = item.AtRiskNow(Currency));
    }

    private string Currency => scoredUnder?.Rules.EstimatedValue.Currency ?? "";

    private static string? TerritoryOf(EntityRecord item) => item.Fields["territory"].Text ?? OneLead.Keys.TerritoryOf(item.Home);
}
