using System.Text.Json;
using OneLead.Storage;

namespace OneLead.Sources.DeadLetters;

/// <summary>A record that could not be mapped.</summary>
/// <param name="Entity">The sender's name of the object.</param>
/// <param name="Reason">Why it could not be mapped.</param>
/// <param name="Attempts">How many replays failed.</param>
public sealed record DeadLetterJson(
    long Id,
    string Source,
    string SourceId,
    string Entity,
    string Reason,
    DeadLetterState State,
    int Version,
    int Attempts,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? ChangedAt)
{
    internal static DeadLetterJson Of(DeadLetter letter) => new(
        letter.Id, letter.Letter.Source, letter.Letter.SourceId, letter.Letter.Entity, letter.Letter.Reason, letter.State, letter.Version,
        letter.Attempts, letter.ReceivedAt, letter.ChangedAt);
}

/// <summary>A dead letter with its record.</summary>
public sealed record DeadLetterDetailJson(DeadLetterJson Letter, JsonElement Content);

/// <summary>The result of a replay.</summary>
/// <param name="Replayed">Letters whose events are now in the journal.</param>
/// <param name="Failed">Letters that still cannot be mapped.</param>
/// <param name="Accepted">Events that were new.</param>
public sealed record ReplayJson(int Replayed, int Failed, int Accepted);
