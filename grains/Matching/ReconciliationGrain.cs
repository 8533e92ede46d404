using System.Collections.Immutable;
using OneLead.Accounts;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Journal;
using OneLead.Rules;
using OneLead.Storage;
using OneLead.Views;
using Orleans.Concurrency;

namespace OneLead.Matching;

// Reentrant, so that a caller can ask for work while it is done.
[Reentrant]
// The semaphore has no handle, and work may release it after the grain's end.
#pragma warning disable CA1001
internal sealed class ReconciliationGrain(IJournal journal, ISnapshotStore snapshots, EventIngest ingest, JournalTails tails,
    TimeProvider time) : Grain, IReconciliationGrain
#pragma warning restore CA1001
{
    private const int RowsAnAppend = 1_000;
    private const int MostAttempts = 10;

    private static readonly TimeSpan LongestAsk = TimeSpan.FromMilliseconds(200);

    // An answer may have been lost, so it can be asked for again.
    private static readonly TimeSpan KeptAnswers = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Guid, (Task<ReconciliationAnswer> Answer, long Started)> _works = [];
    private readonly SemaphoreSlim _turn = new(1);
    private NameRegistry? _loaded;
    private long _saved;
    private bool _mustSaveWhole;

    // By territory, so that each pair of names is compared once.
    private readonly Dictionary<string, SimilarNames> _similar = new(StringComparer.Ordinal);
    private NameRules? _comparedBy;

    // The settling that waits for its turn. Callers that ask for one meanwhile share it.
    private Guid? _nextSettling;

    public Task<Guid> Start(Guid id, ReconciliationWork work)
    {
        if (_works.ContainsKey(id))
            return Task.FromResult(id);
        if (work is ReconciliationWork.Settle && _nextSettling is { } shared)
            return Task.FromResult(shared);
        foreach (var (old, (answer, started)) in _works)
        {
            if (answer.IsCompleted && time.GetElapsedTime(started) > KeptAnswers)
                _works.Remove(old);
        }
        if (work is ReconciliationWork.Settle)
            _nextSettling = id;
        _works[id] = (DoInTurnAsync(work), time.GetTimestamp());
        return Task.FromResult(id);
    }

    public async Task<ReconciliationAnswer?> Ask(Guid id)
    {
        if (!_works.TryGetValue(id, out var work))
            return new ReconciliationAnswer.Lost();
        await Task.WhenAny(work.Answer, Task.Delay(LongestAsk, time));
        return work.Answer.IsCompleted ? await work.Answer : null;
    }

    private async Task<ReconciliationAnswer> DoInTurnAsync(ReconciliationWork work)
    {
        // Not within the call that starts it.
        await Task.Yield();
        await _turn.WaitAsync();
        try
        {
            if (work is ReconciliationWork.Settle)
                _nextSettling = null;
            _loaded ??= await LoadAsync();
            return work switch
            {
                ReconciliationWork.Settle => new ReconciliationAnswer.Settled(await SettleAsync()),
                ReconciliationWork.View => new ReconciliationAnswer.Viewed(await ViewAsync()),
                ReconciliationWork.Link link => new ReconciliationAnswer.Linked(await LinkAsync(link.Key, link.To, link.By, link.Author)),
                ReconciliationWork.Merge merge => new ReconciliationAnswer.Merged(
                    await MergeAsync(merge.Account, merge.Into, merge.By, merge.Author)),
                ReconciliationWork.Unmerge undo => new ReconciliationAnswer.Unmerged(
                    await UnmergeAsync(undo.Account, undo.By, undo.Author)),
                _ => throw new InvalidOperationException($"There is no work {work}."),
            };
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<NameRegistry> LoadAsync()
    {
        var registry = new NameRegistry();
        if (await snapshots.LoadAsync(Tenant, ReservedKeys.Names) is { } snapshot)
        {
            _saved = snapshot.Stamp.Sequence;
            // Another version may fold the same rows to other facts.
            _mustSaveWhole = snapshot.Stamp.Engine != AccountState.Engine;
            if (!_mustSaveWhole)
                registry.Restore(snapshot);
        }
        return registry;
    }

    private Task<int> SettleAsync() => RetryWhenStaleAsync(async () =>
    {
        var seen = Tail.LastLink;
        var rows = Rows(await DecideAsync());
        foreach (var chunk in rows.Chunk(RowsAnAppend))
            seen = (await ingest.AppendAsync(Tenant, [.. chunk], seen))[^1].Sequence;
        await SaveAsync();
        return rows.Count;
    });

    private async Task<ReconciliationView> ViewAsync()
    {
        var review = (await DecideAsync()).Review;
        return new ReconciliationView([.. Directory.Decisions.OrderByDescending(d => d.Sequence)], review);
    }

    private async Task<LinkDecision?> LinkAsync(string key, string to, string by, Author? author)
    {
        var isKnown = await RetryWhenStaleAsync(async () =>
        {
            var (seen, isKnown) = (Tail.LastLink, await KnowsAsync(key, to));
            if (!isKnown)
                return false;
            var root = key == to ? key : Directory.AccountOf(to);
            var decision = new Assignment(key, root, LinkRules.Manual, Keys.NameOf(key), Keys.NameOf(to), null);
            await ingest.AppendAsync(Tenant,
                [
                    LinkEvents.Of(decision, Directory.AccountOf(key), null, by, $"manual:{key}:{Tail.Head}", time.GetUtcNow()) with
                    {
                        Author = author,
                    },
                ], seen);
            return true;
        });
        if (!isKnown)
            return null;
        // Other keys may be linked through this one.
        await SettleAsync();
        return Directory.DecisionOn(key);
    }

    private async Task<MergeOutcome> MergeAsync(string account, string into, string by, Author? author)
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
            var merged = keys.Select(key =>
                AccountMerges.Merged(key, winner, loser, by, LinkEvents.Source, $"merge:{key}:{number}", at) with
                {
                    Author = author,
                });
            await ingest.AppendAsync(Tenant, [.. merged], seen);
            return MergeOutcome.Merged;
        });
        if (outcome == MergeOutcome.Merged)
            await SettleAsync();
        return outcome;
    }

    private async Task<bool> UnmergeAsync(string account, string by, Author? author)
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
                [
                    .. keys.Select(key => AccountMerges.Unmerged(key, by, LinkEvents.Source, $"unmerge:{key}:{number}", at) with
                    {
                        Author = author,
                    }),
                ], seen);
            return true;
        });
        if (isMerged)
            await SettleAsync();
        return isMerged;
    }

    private NameRegistry Registry => _loaded!;

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
        return keys.All(Registry.Knows);
    }

    private async Task ReadOnAsync()
    {
        await foreach (var row in journal.ReadAllAsync(Tenant, Registry.Sequence))
            Registry.Apply(row);
    }

    private async Task<ReconciliationResult> DecideAsync()
    {
        await ReadOnAsync();
        var now = Tail.History.Latest;
        var names = now.Rules.Names;
        var decisions = Directory.Decisions.ToList();
        var mappings = now.Mappings.Values.Where(m => m.Exists && m.Fields["name"].AsText() is not null)
            .ToLookup(m => m.Fields["alias"].AsText() is not null);
        var standing = new ReconciliationState(
            mappings[false].ToImmutableDictionary(m => m.Id, m => m.Fields["name"].Text!, StringComparer.Ordinal),
            new AliasList(mappings[true]
                .Select(m => new NameAlias(m.Fields["territory"].AsText(), m.Fields["alias"].Text!, m.Fields["name"].Text!)), names),
            decisions.Where(d => d.Rule == LinkRules.Manual).ToImmutableDictionary(d => d.Key, d => d.To, StringComparer.Ordinal),
            decisions.ToImmutableDictionary(d => d.Key, d => new KeyLink(d.To, d.Rule), StringComparer.Ordinal),
            Merges.Resolve(Directory.Merges.ToDictionary(m => m.Key, m => m.Value.Into!, StringComparer.Ordinal)));
        // A merged key is reconciled in the winner's territory.
        var keys = Registry.Keys.Select(k => new NamedKey(
            k.Key, Registry.TerritoryOf(standing.Merged.GetValueOrDefault(k.Key, k.Key)), k.Name.Text,
            Keys.CustomerOf(k.Key), k.Opportunities));
        if (!ReferenceEquals(_comparedBy, names))
        {
            _comparedBy = names;
            _similar.Clear();
        }
        return Reconciler.Decide(
            [.. Partition.Split(keys).Select(p => p.Territory is { } territory ? p with { Similar = Similar(territory) } : p)],
            standing, names);

        SimilarNames Similar(string territory) =>
            _similar.TryGetValue(territory, out var known) ? known : _similar[territory] = new SimilarNames(names);
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
                $"{decision.Key}:{Registry.Sequence}:{(name is null ? "link" : "name")}", at, DecidedBy(decision));

        // The decision that carries out a merge or takes it back.
        string? DecidedBy(Assignment decision) => Directory.MergeOf(decision.Key) is { } statement
            && (decision.Rule == LinkRules.Merge || Directory.DecisionOn(decision.Key)?.Rule == LinkRules.Merge) ? statement.By : null;

        string? NewName(string root) =>
            decided.Names.TryGetValue(root, out var name) && name != (Directory.NameOf(root) ?? Keys.Spelled(root))
                && named.Add(root) ? name : null;
    }

    private async Task SaveAsync()
    {
        while (Registry.IsChanged)
        {
            var (records, through) = (_mustSaveWhole ? Registry.All : Registry.Changed, Registry.Sequence);
            var outcome = (await snapshots.SaveAsync(
                [ReservedKeys.Write(Tenant, ReservedKeys.Names, through, records, _mustSaveWhole, _saved)]))[0];
            if (outcome == SnapshotOutcome.NeedsWhole)
            {
                _mustSaveWhole = true;
                continue;
            }
            // A newer one is stored if another activation has taken over.
            if (outcome == SnapshotOutcome.Stale)
                return;
            (_saved, _mustSaveWhole) = (through, false);
            Registry.Saved();
        }
    }
}
