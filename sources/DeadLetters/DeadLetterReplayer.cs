using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Sources.Configuration;
using OneLead.Storage;

namespace OneLead.Sources.DeadLetters;

/// <summary>Maps dead letters again, with their sources' mappings as they are now. Their events keep their identities, so a letter that is replayed twice adds nothing.</summary>
internal sealed class DeadLetterReplayer(IDeadLetterStore letters, IIngest ingest, SourceList sources, MappingLibrary mappings)
{
    private const int PageSize = 500;

    /// <summary>DeadLetterReplayer one letter: as it is then, and how many events were new.</summary>
    /// <returns>Null when somebody else changed it meanwhile; its events may be in the journal then, and are not added again.</returns>
    public async Task<(DeadLetter Letter, int Accepted)?> Replay(DeadLetter letter, CancellationToken cancellation)
    {
        var (changed, accepted) = (await Replay([letter], cancellation))[0];
        return changed is null ? null : (changed, accepted);
    }

    /// <summary>DeadLetterReplayer all open letters of a source, or of all.</summary>
    public async Task<ReplayJson> ReplayOpen(string? source, CancellationToken cancellation)
    {
        var (replayed, failed, accepted) = (0, 0, 0);
        for (long after = 0; ;)
        {
            var page = await letters.List(Keys.DefaultTenant, source, DeadLetterState.Open, after, PageSize, cancellation);
            if (page.IsEmpty)
                return new(replayed, failed, accepted);
            after = page[^1].Id;
            foreach (var (letter, added) in await Replay(page, cancellation))
            {
                replayed += letter is { State: DeadLetterState.Replayed } ? 1 : 0;
                failed += letter is { State: DeadLetterState.Replayed } ? 0 : 1;
                accepted += added;
            }
        }
    }

    // One append for all that can be mapped; a letter is marked only after its events are in the journal.
    private async Task<IReadOnlyList<(DeadLetter? Letter, int Accepted)>> Replay(ImmutableArray<DeadLetter> page, CancellationToken cancellation)
    {
        var mapped = page.Select(l => DeadLetterContent.Map(l, MappingOf(l.Letter.Source))).ToList();
        ImmutableArray<ChangeEvent> events = [.. mapped.SelectMany(m => m.Events)];
        var appended = events.IsEmpty ? [] : await ingest.Append(Keys.DefaultTenant, events, cancellation);
        var results = new List<(DeadLetter?, int)>(page.Length);
        for (int i = 0, next = 0; i < page.Length; next += mapped[i].Events.Length, i++)
        {
            var letter = page[i];
            var changed = mapped[i].Reason is { } reason
                ? letter with { Letter = letter.Letter with { Reason = reason }, Attempts = letter.Attempts + 1 }
                : letter with { State = DeadLetterState.Replayed };
            results.Add((await letters.Change(changed, cancellation), appended.Skip(next).Take(mapped[i].Events.Length).Count(a => a.IsNew)));
        }
        return results;
    }

    // A source names its mapping; a table that was imported without a source's name is named like its mapping.
    private SourceMapping? MappingOf(string source) => sources.Find(source) is { } known ? known.Rules : sources.FindDatabase(source) is { } database ? database.Rules : mappings.Find(source).Mapping;
}
