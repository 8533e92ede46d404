using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Sources.Configuration;
using OneLead.Sources.Mapping;
using OneLead.Storage;

namespace OneLead.Sources.DeadLetters;

/// <summary>Maps dead letters again with the current mappings. Events keep their source ids, so a second replay adds nothing.</summary>
internal sealed class DeadLetterReplayer(IDeadLetterStore letters, IIngest ingest, SourceList sources, MappingLibrary mappings)
{
    private const int PageSize = 500;

    /// <summary>Replays one letter and returns it as it is afterwards, with the number of new events.</summary>
    /// <returns>Null if somebody else changed the letter meanwhile. Its events may be in the journal; they are not added again.</returns>
    public async Task<(DeadLetter Letter, int Accepted)?> ReplayAsync(DeadLetter letter, CancellationToken cancellation)
    {
        var (changed, accepted) = (await ReplayAsync([letter], cancellation))[0];
        return changed is null ? null : (changed, accepted);
    }

    /// <summary>Replays all open letters, of one source or of all.</summary>
    public async Task<ReplayJson> ReplayOpenAsync(string? source, CancellationToken cancellation)
    {
        var (replayed, failed, accepted) = (0, 0, 0);
        for (long after = 0; ;)
        {
            var page = await letters.ListAsync(Keys.DefaultTenant, source, DeadLetterState.Open, after, PageSize, cancellation);
            if (page.IsEmpty)
                return new(replayed, failed, accepted);
            after = page[^1].Id;
            foreach (var (letter, added) in await ReplayAsync(page, cancellation))
            {
                if (letter is { State: DeadLetterState.Replayed })
                    replayed++;
                else
                    failed++;
                accepted += added;
            }
        }
    }

    // One append for the whole page. A letter is marked only when its events are durable.
    private async Task<IReadOnlyList<(DeadLetter? Letter, int Accepted)>> ReplayAsync(
        ImmutableArray<DeadLetter> page, CancellationToken cancellation)
    {
        var mapped = page.Select(l => DeadLetterContent.Map(l, MappingOf(l.Letter.Source))).ToList();
        ImmutableArray<ChangeEvent> events = [.. mapped.SelectMany(m => m.Events)];
        var appended = events.IsEmpty ? [] : await ingest.AppendAsync(Keys.DefaultTenant, events, cancellation);
        var results = new List<(DeadLetter?, int)>(page.Length);
        for (int i = 0, next = 0; i < page.Length; next += mapped[i].Events.Length, i++)
        {
            var letter = page[i];
            var changed = mapped[i].Reason is { } reason
                ? letter with { Letter = letter.Letter with { Reason = reason }, Attempts = letter.Attempts + 1 }
                : letter with { State = DeadLetterState.Replayed };
            var accepted = appended.Skip(next).Take(mapped[i].Events.Length).Count(a => a.IsNew);
            results.Add((await letters.UpdateAsync(changed, cancellation), accepted));
        }
        return results;
    }

    // Tables imported without a source name have the mapping's name as their source.
    private SourceMapping? MappingOf(string source) =>
        sources.Find(source) is { } known ? known.Rules
        : sources.FindDatabase(source) is { } database ? database.Rules
        : mappings.Find(source).Mapping;
}
