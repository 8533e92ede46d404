namespace OneLead.Events;

/// <summary>
/// A fact or command from outside, before the journal has numbered it.
/// </summary>
/// <param name="Account">The source's own account or territory key (see <see cref="Keys"/>); empty for tenant rows. It never changes; links decide to which account it belongs.</param>
/// <param name="Kind">What the event is about.</param>
/// <param name="Entity">The entity's id within its kind: an item's <c>vendor:serial</c>, an opportunity's id, a lead's id.</param>
/// <param name="Version">The version of the kind's schema that <paramref name="Data"/> follows; 1 is the first.</param>
/// <param name="Source">Who sent it: <c>api</c>, <c>workbook</c>, the name of a webhook source.</param>
/// <param name="SourceId">The sender's identity of this event. (tenant, source, source id) is applied once, however often it arrives.</param>
/// <param name="OccurredAt">The source's time of the change: per field the latest wins, ties by source id.</param>
/// <param name="Data">The fields that the event mentions. Absent is not null.</param>
[GenerateSerializer, Immutable, Alias("change-event")]
public sealed record ChangeEvent(
    [property: Id(0)] string Account,
    [property: Id(1)] EventKind Kind,
    [property: Id(2)] string Entity,
    [property: Id(3)] int Version,
    [property: Id(4)] string Source,
    [property: Id(5)] string SourceId,
    [property: Id(6)] DateTimeOffset OccurredAt,
    [property: Id(7)] EventData Data);

/// <summary>
/// A row of the journal.
/// </summary>
/// <param name="Sequence">The row's number within its tenant: 1, 2, 3 …, in commit order.</param>
/// <param name="ReceivedAt">When the journal took it.</param>
/// <param name="Event">What was sent.</param>
/// <param name="Home">The account key that owns the entity after this row: that of the entity's row with the latest (occurred at, source id) that names an account (see <see cref="Keys.Unplaced"/>). Differs from the event's own key when the row came late. For a link, the key linked to. Empty for tenant rows.</param>
/// <param name="Former">The account key that owned the entity before this row when that is another one, else null. For a link, the key linked to before, when there was one.</param>
[GenerateSerializer, Immutable, Alias("journal-entry")]
public sealed record JournalEntry(
    [property: Id(0)] long Sequence,
    [property: Id(1)] DateTimeOffset ReceivedAt,
    [property: Id(2)] ChangeEvent Event,
    [property: Id(3)] string Home,
    [property: Id(4)] string? Former);

/// <summary>What became of an appended event.</summary>
/// <param name="Sequence">Its number; for a repeat, the number it got the first time.</param>
/// <param name="IsNew">False for a repeat.</param>
[GenerateSerializer, Immutable, Alias("appended")]
public readonly record struct Appended([property: Id(0)] long Sequence, [property: Id(1)] bool IsNew);
