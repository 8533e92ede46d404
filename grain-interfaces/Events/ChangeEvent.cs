namespace OneLead.Events;

/// <summary>A fact or command from outside that has no journal sequence yet.</summary>
/// <param name="Account">The source's own account or territory key (see <see cref="Keys"/>); empty for tenant rows. It never
/// changes; links assign it to an account.</param>
/// <param name="Kind">What the event is about.</param>
/// <param name="Entity">The entity's id within its kind: an item's <c>vendor:serial</c>, an opportunity's id, a lead's id.</param>
/// <param name="Version">The version of the kind's schema that <paramref name="Data"/> follows; 1 is the first.</param>
/// <param name="Source">The sender: <c>api</c>, <c>workbook</c>, the name of a webhook source.</param>
/// <param name="SourceId">The sender's id of this event. The journal keeps (tenant, source, source id) once and ignores repeats.</param>
/// <param name="OccurredAt">The source's time of the change. For each field the latest value wins; ties are broken by source id.</param>
/// <param name="Data">The fields that the event sets. An absent field is unchanged; a null field is cleared.</param>
[GenerateSerializer, Immutable, Alias("change-event")]
public sealed record ChangeEvent(
    [property: Id(0)] string Account,
    [property: Id(1)] EventKind Kind,
    [property: Id(2)] string Entity,
    [property: Id(3)] int Version,
    [property: Id(4)] string Source,
    [property: Id(5)] string SourceId,
    [property: Id(6)] DateTimeOffset OccurredAt,
    [property: Id(7)] EventData Data)
{
    /// <summary>Who sent it by themselves; null if a source did, or OneLead.</summary>
    [Id(8)] public Author? Author { get; init; }
}

/// <summary>A row of the journal.</summary>
/// <param name="Sequence">The row's number within its tenant: 1, 2, 3 …, in commit order.</param>
/// <param name="ReceivedAt">When the journal committed the row.</param>
/// <param name="Home">
/// The account key that owns the entity after this row. It comes from the entity's row with the latest (occurred at,
/// source id) that names an account (see <see cref="Keys.Unplaced"/>), so it differs from the event's own key when the row
/// arrived late. For a link: the key that it links to. Empty for tenant rows.
/// </param>
/// <param name="Former">
/// The account key that owned the entity before this row, if it was another one. For a link: the key that it linked to before.
/// </param>
[GenerateSerializer, Immutable, Alias("journal-entry")]
public sealed record JournalEntry(
    [property: Id(0)] long Sequence,
    [property: Id(1)] DateTimeOffset ReceivedAt,
    [property: Id(2)] ChangeEvent Event,
    [property: Id(3)] string Home,
    [property: Id(4)] string? Former);

/// <summary>The result of appending an event.</summary>
/// <param name="Sequence">The event's sequence; for a repeat, the sequence of its first row.</param>
/// <param name="IsNew">False for a repeat.</param>
[GenerateSerializer, Immutable, Alias("appended")]
public readonly record struct Appended([property: Id(0)] long Sequence, [property: Id(1)] bool IsNew);
