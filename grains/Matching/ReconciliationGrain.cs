using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Journal;
using OneLead.Rules;
using OneLead.Storage;
using OneLead.Views;

namespace OneLead.Matching;

internal sealed class ReconciliationGrain(IJournal journal, ISnapshotStore snapshots, EventIngest ingest, JournalTails tails,
    TimeProvider time) : Grain, IReconciliationGrain
{
    private const int RowsAnAppend = 1_000;
    private const int MostAttempts = 10;

    private readonly NameRegistry _registry = new();
    private ImmutableArray<ReviewCase> _review = [];
    private long _saved;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await snapshots.LoadAsync(Tenant, ReservedKeys.Names, cancellationToken) is { } snapshot)
        {
            _registry.Restore(snapshot);
            _saved = snapshot.Stamp.Sequence;
        }
        _review = (await DecideAsync()).Review;
    }

    public Task<int> Settle() => RetryWhenStaleAsync(async () =>
    {
        var seen = Tail.LastLink;
        var decided = await DecideAsync();
        _review = decided.Review;
        var rows = Rows(decided);
        foreach (var chunk in rows.Chunk(RowsAnAppend))
            seen = (await ingest.AppendAsync(Tenant, [.. chunk], seen))[^1].Sequence;
        await SaveAsync();
        return rows.Count;
    });

    public async Task<ReconciliationView> View()
    {
        _review = (await DecideAsync()).Review;
        return new ReconciliationView([.. Directory.Decisions.OrderByDescending(d => d.Sequence)], _review);
    }

    public async Task<LinkDecision?> Link(string key, string to, string by)
    {
        var isKnown = await RetryWhenStaleAsync(async () =>
        {
            var (seen, isKnown) = (Tail.LastLink, await KnowsAsync(key, to));
            if (!isKnown)
                return false;
            var root = key == to ? key : Directory.AccountOf(to);
            var decision = new Assignment(key, root, LinkRules.Manual, Keys.NameOf(key), Keys.NameOf(to), null);
            await ingest.AppendAsync(Tenant,
                [LinkEvents.Of(decision, Directory.AccountOf(key), null, by, $"manual:{key}:{Tail.Head}", time.GetUtcNow())], seen);
            return true;
        });
        if (!isKnown)
            return null;
        // Other keys may be linked through this one.
        await Settle();
        return Directory.DecisionOn(key);
    }

    public async Task<MergeOutcome> Merge(string account, string into, string by)
    {
        var outcome = await RetryWhenStaleAsync(async () =>
        {
            var (seen, number) = (Tail.LastLink, Tail.Head);
            var (loser, winner) = (Directory.AccountOf(account), Directory.AccountOf(into));
            if (loser == winner || !await KnowsAsync(loser, winner))
                return MergeOutcome.NotDistinct;
            var keys = Directory.LinksOf(loser).Keys;
            if (keys.Any(key => Directory.DecisionOn(key) is { Rule: LinkRules.Manual } decision && decision.To == key))
                return MergeOutcome.LinkedByHand;
            var at = time.GetUtcNow();
            var merged = keys.Select(key => AccountMerges.Merged(key, winner, loser, by, LinkEvents.Source, $"merge:{key}:{number}", at));
            await ingest.AppendAsync(Tenant, [.. merged], seen);
            return MergeOutcome.Merged;
        });
        if (outcome == MergeOutcome.Merged)
            await Settle();
        return outcome;
    }

    public async Task<bool> Unmerge(string account, string by)
    {
        var isMerged = await RetryWhenStaleAsync(async () =>
        {
            var (seen, number) = (Tail.LastLink, Tail.Head);
            await ReadOnAsync();
            var keys = Directory.Merges.Where(m => m.Value.Account == account || m.Key == account).Select(m => m.Key).ToList();
            if (keys.Count == 0)
                return false;
            var at = time.GetUtcNow();
            await ingest.AppendAsync(Tenant,
                [.. keys.Select(key => AccountMerges.Unmerged(key, by, LinkEvents.Source, $"unmerge:{key}:{number}", at))], seen);
            return true;
        });
        if (isMerged)
            await Settle();
        return isMerged;
    }

    private string Tenant => this.GetPrimaryKeyString();

    private TenantTail Tail => tails.Of(Tenant);

    private AccountDirectory Directory => Tail.Links;

    // Repeats a decision when a link arrives while it is made.
    private static async Task<T> RetryWhenStaleAsync<T>(Func<Task<T>> decide)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await decide();
            }
            catch (StaleDecisionException) when (attempt < MostAttempts)
            {
                // The next attempt sees the link.
            }
        }
    }

    private async Task<bool> KnowsAsync(params string[] keys)
    {
        await ReadOnAsync();
        return keys.All(_registry.Knows);
    }

    private async Task ReadOnAsync()
    {
        await foreach (var row in journal.ReadAllAsync(Tenant, _registry.Sequence))
            _registry.Apply(row);
    }

    private async Task<ReconciliationResult> DecideAsync()
    {
        await ReadOnAsync();
        var now = Tail.History.Latest;
        var names = now.Rules.Names;
        var decisions = Directory.Decisions.ToList();
        var mappings = now.Mappings.Values.Where(m => m.Exists && m.Fields["name"].Text is not null)
            .ToLookup(m => m.Fields["alias"].Text is not null);
        var standing = new ReconciliationState(
            mappings[false].ToImmutableDictionary(m => m.Id, m => m.Fields["name"].Text!, StringComparer.Ordinal),
            new AliasList(mappings[true]
                .Select(m => new NameAlias(m.Fields["territory"].Text, m.Fields["alias"].Text!, m.Fields["name"].Text!)), names),
            decisions.Where(d => d.Rule == LinkRules.Manual).ToImmutableDictionary(d => d.Key, d => d.To, StringComparer.Ordinal),
            decisions.ToImmutableDictionary(d => d.Key, d => new KeyLink(d.To, d.Rule), StringComparer.Ordinal),
            Merges.Resolve(Directory.Merges.ToDictionary(m => m.Key, m => m.Value.Into!, StringComparer.Ordinal)));
        // A merged key is reconciled in the winner's territory.
        var keys = _registry.Keys.Select(k => new NamedKey(
            k.Key, _registry.TerritoryOf(standing.Merged.GetValueOrDefault(k.Key, k.Key)), k.Name.Text,
            Keys.CustomerOf(k.Key), k.Opportunities));
        return Reconciler.Decide(Partition.Split(keys), standing, names);
    }

    // The decisions that differ from the current links, and the account names that differ from the ones in their keys.
    private List<ChangeEvent> Rows(ReconciliationResult decided)
    {
        var (rows, at, named) = (new List<ChangeEvent>(), time.GetUtcNow(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var decision in decided.Decisions)
            rows.Add(Row(decision, NewName(decision.To)));
        var assignments = decided.Assignments.ToDictionary(a => a.Key, StringComparer.Ordinal);
        foreach (var root in decided.Names.Keys.Order(StringComparer.Ordinal))
        {
            if (NewName(root) is { } name)
                rows.Add(Row(assignments[root], name));
        }
        return rows;

        ChangeEvent Row(Assignment decision, string? name) =>
            LinkEvents.Of(decision, Directory.AccountOf(decision.Key), name, null,
                $"{decision.Key}:{_registry.Sequence}:{(name is null ? "link" : "name")}", at, DecidedBy(decision));

        // The decision that carries out a merge or takes it back.
        string? DecidedBy(Assignment decision) => Directory.MergeOf(decision.Key) is { } statement
            && (decision.Rule == LinkRules.Merge || Directory.DecisionOn(decision.Key)?.Rule == LinkRules.Merge) ? statement.By : null;

        string? NewName(string root) =>
            decided.Names.TryGetValue(root, out var name) && name != (Directory.NameOf(root) ?? Keys.Spelled(root))
                && named.Add(root) ? name : null;
    }

    private async Task SaveAsync()
    {
        var changed = _registry.TakeChanged();
        if (changed.Count > 0)
        {
            await snapshots.SaveAsync([ReservedKeys.Write(Tenant, ReservedKeys.Names, _registry.Sequence, changed, _saved)]);
            _saved = _registry.Sequence;
        }
    }
}
