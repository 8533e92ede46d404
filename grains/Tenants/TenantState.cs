using System.Collections.Immutable;
using OneLead.Accounts;
using OneLead.Events;
using OneLead.Rules;
using OneLead.Views;

namespace OneLead.Tenants;

/// <summary>
/// The state that all accounts of a tenant share at one point of its journal: a pure fold of its tenant rows.
/// </summary>
/// <param name="Sequence">The last tenant row in it that can change a score.</param>
/// <param name="AsOf">The day that has begun; the first day of the calendar before any has.</param>
/// <param name="Lifecycles">Lifecycle records by product id.</param>
/// <param name="Mappings">The name for records without one, by territory;
/// and aliases of names, which have a field <c>alias</c>.</param>
internal sealed record TenantState(
    long Sequence,
    DateOnly AsOf,
    RuleSet Rules,
    ImmutableDictionary<string, EntityRecord> Lifecycles,
    ServiceCatalogue Offers,
    ImmutableSortedDictionary<string, EntityRecord> Services,
    ImmutableSortedDictionary<string, EntityRecord> Mappings,
    DateTimeOffset UpdatedAt)
{
    /// <summary>The last row that concerns every account and not just those that are due: rules, lifecycles, a retraction.</summary>
    public long RescoredAt { get; init; }

    /// <summary>The product whose lifecycle changed last.</summary>
    public string? LastProduct { get; init; }

    /// <summary>The days that have begun, each with the time of its row.</summary>
    public ImmutableList<(DateTimeOffset At, DateOnly Day)> Days { get; init; } = [];

    /// <summary>The imports that were taken back.</summary>
    public ImmutableHashSet<string> Retracted { get; init; } = NoneRetracted;

    // A shared instance, because states are compared by reference.
    private static readonly ImmutableHashSet<string> NoneRetracted = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    public static TenantState Initial(RuleSet rules) => new(
        0, DateOnly.MinValue, rules, ImmutableDictionary<string, EntityRecord>.Empty, ServiceCatalogue.Empty, Sorted, Sorted, default);

    /// <summary>
    /// Why the rules published last do not apply; null when they do. The API refuses rules that do not parse, but those that an
    /// earlier version accepted may not parse any more.
    /// </summary>
    public string? RulesProblem { get; init; }

    /// <summary>
    /// The state after one more tenant row. A day that is not later and rules that do not parse change no score:
    /// the API refuses them, and a replay must not fail on them.
    /// </summary>
    public TenantState Apply(JournalEntry entry)
    {
        var change = entry.Event;
        if (ImportIds.IsRetracted(Retracted, change.SourceId))
            return this;
        return change.Kind switch
        {
            EventKind.DayBegun when change.Data["day"].AsDate() is { } day && day > AsOf =>
                this with
                {
                    AsOf = day,
                    Days = Days.Add((entry.ReceivedAt, day)),
                    Sequence = entry.Sequence,
                    UpdatedAt = entry.ReceivedAt,
                },
            EventKind.RulesPublished => Publish(entry),
            EventKind.ProductLifecycle => this with
            {
                Lifecycles = Lifecycles.SetItem(change.Entity, Merged(Lifecycles.GetValueOrDefault(change.Entity), entry)),
                LastProduct = change.Entity,
                Sequence = entry.Sequence,
                RescoredAt = entry.Sequence,
                UpdatedAt = entry.ReceivedAt,
            },
            EventKind.ServiceOffer => this with { Offers = Offers.Apply(change), UpdatedAt = entry.ReceivedAt },
            EventKind.Service => this with
            {
                Services = Services.SetItem(change.Entity, Merged(Services.GetValueOrDefault(change.Entity), entry)),
                UpdatedAt = entry.ReceivedAt,
            },
            EventKind.TerritoryMapping => this with
            {
                Mappings = Mappings.SetItem(change.Entity, Merged(Mappings.GetValueOrDefault(change.Entity), entry)),
                UpdatedAt = entry.ReceivedAt,
            },
            _ => this,
        };
    }

    /// <summary>
    /// The state after a retraction: folds the earlier tenant rows again without the retracted ones.
    /// </summary>
    /// <param name="rows">The tenant's rows before it.</param>
    public TenantState Retract(JournalEntry entry, IEnumerable<JournalEntry> rows)
    {
        var empty = Initial(Rules) with
        {
            AsOf = AsOf,
            Days = Days,
            RulesProblem = RulesProblem,
            Retracted = Retracted.Union(ImportIds.RetractedImports(entry.Event)),
        };
        return rows.Where(r => r.Event.Kind is not (EventKind.DayBegun or EventKind.RulesPublished))
            .Aggregate(empty, (state, row) => state.Apply(row)) with
        {
            Sequence = entry.Sequence,
            RescoredAt = entry.Sequence,
            UpdatedAt = entry.ReceivedAt,
        };
    }

    /// <summary>The day that had begun at a time; before the first one, that one.</summary>
    public DateOnly DayAt(DateTimeOffset time)
    {
        if (Days.IsEmpty || Days[^1].At <= time)
            return AsOf;
        // The last day that had begun is in [low, high].
        var (low, high) = (0, Days.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = Days[middle].At <= time ? (middle, high) : (low, middle - 1);
        }
        return Days[low].Day;
    }

    /// <summary>The kind of tenant row that changed scores since a former state; null when none did.</summary>
    public ChangeCause? CauseSince(TenantState former) => former.Sequence == Sequence ? null : new ChangeCause(
        !ReferenceEquals(former.Retracted, Retracted) ? EventKind.Retraction
            : !ReferenceEquals(former.Rules, Rules) ? EventKind.RulesPublished
            : !ReferenceEquals(former.Lifecycles, Lifecycles) ? EventKind.ProductLifecycle
            : EventKind.DayBegun,
        null, null, Sequence, UpdatedAt)
    {
        Name = ReferenceEquals(former.Lifecycles, Lifecycles) ? null : LastProduct,
        Fields = ReferenceEquals(former.Rules, Rules)
            ? [new("day", FieldValue.Null, FieldValue.Of(AsOf))]
            : [new("version", FieldValue.Null, FieldValue.Of(Rules.Version))],
    };

    /// <summary>For each row of the rules and of the service catalogue, and for each lead type, the services to recommend.</summary>
    public ImmutableDictionary<string, ImmutableArray<RecommendedService>> Recommendations() =>
        Offers.Precompute(Rules.Products.ServiceRows.Select(r => r.Product), Rules.Services);

    public ImmutableArray<RecommendedService> Recommend(string serviceRow, LeadType type) =>
        Offers.Recommend(serviceRow, type, Rules.Services);

    private TenantState Publish(JournalEntry entry)
    {
        var (rules, errors) = RuleSet.Parse(entry.Event.Data["yaml"].Text ?? "");
        return rules is null
            ? this with { RulesProblem = $"Row {entry.Sequence}, line {errors[0].Line}: {errors[0].Path} {errors[0].Message}" }
            : this with
            {
                Rules = rules,
                RulesProblem = null,
                Sequence = entry.Sequence,
                RescoredAt = entry.Sequence,
                UpdatedAt = entry.ReceivedAt,
            };
    }

    private static EntityRecord Merged(EntityRecord? record, JournalEntry entry) =>
        (record ?? EntityRecord.New(entry.Event.Kind, entry.Event.Entity)).Merge(entry);

    private static ImmutableSortedDictionary<string, EntityRecord> Sorted =>
        ImmutableSortedDictionary.Create<string, EntityRecord>(StringComparer.Ordinal);
}

/// <summary>
/// The tenant's states in order: one for each row that can change a score, and the latest of all. Rows that cannot
/// (services on offer, territory names) only change the latest.
/// </summary>
internal sealed class TenantHistory
{
    private readonly ImmutableList<TenantState> _states;
    private readonly ImmutableList<JournalEntry> _catalogue;

    /// <param name="catalogue">The rows of services, names and lifecycles, which a retraction folds again.</param>
    private TenantHistory(ImmutableList<TenantState> states, TenantState latest, long upTo, ImmutableList<JournalEntry> catalogue) =>
        (_states, Latest, UpTo, _catalogue) = (states, latest, upTo, catalogue);

    public TenantState Latest { get; }

    /// <summary>The last tenant row that was read.</summary>
    public long UpTo { get; }

    public static TenantHistory Of(RuleSet rules) => new([TenantState.Initial(rules)], TenantState.Initial(rules), 0, []);

    /// <summary>The tenant's entities of a kind: services, names of territories, lifecycles.</summary>
    public IEnumerable<EntityRecord> Entities(EventKind kind) => _catalogue
        .Where(r => r.Event.Kind == kind && !ImportIds.IsRetracted(Latest.Retracted, r.Event.SourceId))
        .GroupBy(r => r.Event.Entity, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => g.Aggregate(EntityRecord.New(kind, g.Key), (record, row) => record.Merge(row)))
        .Where(r => r.Exists);

    public TenantHistory Apply(IEnumerable<JournalEntry> rows)
    {
        var (all, latest, upTo, kept) = (_states.ToBuilder(), Latest, UpTo, _catalogue.ToBuilder());
        foreach (var row in rows)
        {
            if (row.Sequence <= upTo)
                continue;
            latest = row.Event.Kind == EventKind.Retraction ? latest.Retract(row, kept) : latest.Apply(row);
            if (row.Event.Kind is not (EventKind.DayBegun or EventKind.RulesPublished or EventKind.Retraction))
                kept.Add(row);
            upTo = row.Sequence;
            if (latest.Sequence == row.Sequence)
                all.Add(latest);
        }
        return upTo == UpTo ? this : new(all.ToImmutable(), latest, upTo, kept.ToImmutable());
    }

    /// <summary>The states after a sequence, in order, up to and including another.</summary>
    public IEnumerable<TenantState> Between(long after, long upTo)
    {
        for (var i = IndexAt(after) + 1; i < _states.Count && _states[i].Sequence <= upTo; i++)
            yield return _states[i];
    }

    /// <summary>The history as it was when the row of this sequence was written.</summary>
    public TenantHistory Until(long sequence)
    {
        var index = IndexAt(sequence);
        return index == _states.Count - 1 && sequence >= UpTo ? this : new(_states.GetRange(0, index + 1), _states[index], sequence, []);
    }

    /// <summary>The retractions after a sequence, in order, up to and including another: the states that they led to.</summary>
    public IEnumerable<TenantState> Retractions(long after, long upTo)
    {
        if (Latest.Retracted.IsEmpty)
            yield break;
        var before = At(after).Retracted;
        foreach (var state in Between(after, upTo))
        {
            if (!ReferenceEquals(state.Retracted, before))
                yield return state;
            before = state.Retracted;
        }
    }

    /// <summary>The state for an account that has taken in every row up to a sequence.</summary>
    public TenantState Under(long sequence) => sequence >= UpTo ? Latest : At(sequence);

    /// <summary>The state that held when the row of this sequence was written.</summary>
    public TenantState At(long sequence) => _states[IndexAt(sequence)];

    private int IndexAt(long sequence)
    {
        var (low, high) = (0, _states.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _states[middle].Sequence <= sequence ? (middle, high) : (low, middle - 1);
        }
        return low;
    }
}
