using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Views;

/// <summary>An entity within an account.</summary>
[GenerateSerializer, Immutable, Alias("entity-ref")]
public readonly record struct EntityRef([property: Id(0)] EventKind Kind, [property: Id(1)] string Id);

/// <summary>An entity with its account, its current fields, and the fields that rules derive.</summary>
/// <param name="Territory">The account's territory; null in rows that were read from the store.</param>
[GenerateSerializer, Immutable, Alias("entity-row")]
public sealed record EntityRow(
    [property: Id(0)] EventKind Kind,
    [property: Id(1)] string Id,
    [property: Id(2)] string AccountId,
    [property: Id(3)] string? Territory,
    [property: Id(4)] EventData Fields,
    [property: Id(5)] DateTimeOffset UpdatedAt)
{
    /// <summary>The fields that the rules derive; <see cref="EntityKinds.DerivedFields"/> lists them for each kind.</summary>
    [Id(6)] public EventData Derived { get; init; } = EventData.Empty;

    /// <summary>The territory that its source gives the entity, else that of the key that owns it.</summary>
    [Id(7)] public string? OwnTerritory { get; init; }

    /// <summary>The entity's own fields with the derived ones, which replace own fields of the same name.</summary>
    public EventData AllFields => Derived.Fields.IsEmpty
        ? Fields
        : EventData.Of(Fields.Fields.Where(f => !Derived.TryGet(f.Name, out _)).Concat(Derived.Fields));

    /// <summary>A derived field if there is one of this name, else the entity's own field.</summary>
    public FieldValue this[string name] => Derived.TryGet(name, out var value) ? value : Fields[name];
}

/// <summary>An item whose support ends within the rules' limit for "soon".</summary>
/// <param name="Value">The contract value in minor units; null if unknown.</param>
[GenerateSerializer, Immutable, Alias("support-ending")]
public sealed record SupportEnding(
    [property: Id(0)] string Item,
    [property: Id(1)] string Serial,
    [property: Id(2)] string Product,
    [property: Id(3)] DateOnly End,
    [property: Id(4)] long? Value,
    [property: Id(5)] string? Currency,
    [property: Id(6)] string? Territory);

/// <summary>The row that last changed an account: one of its own rows or a tenant row.</summary>
/// <param name="Entity">The entity of the row; null for tenant rows.</param>
[GenerateSerializer, Immutable, Alias("change-cause")]
public sealed record ChangeCause(
    [property: Id(0)] EventKind Kind, [property: Id(1)] string? Entity, [property: Id(2)] string? Source, [property: Id(3)] long Sequence,
    [property: Id(4)] DateTimeOffset At)
{
    /// <summary>The entity's name, number or serial; null if it has none.</summary>
    [Id(5)] public string? Name { get; init; }

    [Id(6)] public CauseEffect Effect { get; init; }

    /// <summary>The fields of an entity that the row changed, or the fields of a command or a tenant row.</summary>
    [Id(7)] public ImmutableArray<FieldChange> Fields { get; init; } = [];

    /// <summary>The id of the import that brought the row; null if none did.</summary>
    [Id(8)] public string? Import { get; init; }

    /// <summary>True if the row is of this import; false for null.</summary>
    public bool IsOfImport(string? import) => import is not null && Import == import;
}

/// <summary>What a row did to its entity. Arrived and Left: it moved from or to another account.</summary>
public enum CauseEffect { Changed, Added, Removed, Arrived, Left }

/// <summary>A field that a row changed; null where it had no value.</summary>
[GenerateSerializer, Immutable, Alias("field-change")]
public sealed record FieldChange([property: Id(0)] string Name, [property: Id(1)] FieldValue Before, [property: Id(2)] FieldValue After);

/// <summary>Says which entity kinds the read model holds in memory. The other kinds are read from stored snapshots.</summary>
public static class EntityKinds
{
    public static ImmutableArray<EventKind> Live { get; } =
    [
        EventKind.Opportunity, EventKind.Project, EventKind.ServiceCredit, EventKind.Contract, EventKind.Ticket,
    ];

    /// <summary>Returns the fields that rules derive for a kind.</summary>
    public static ImmutableArray<(string Name, FieldKind Type)> DerivedFields(EventKind kind) => kind switch
    {
        EventKind.Item =>
        [
            ("family", FieldKind.Text), ("isComponent", FieldKind.Flag), ("risk", FieldKind.Text), ("riskScore", FieldKind.Integer),
            ("support", FieldKind.Text), ("isSupported", FieldKind.Flag), ("daysPastEndOfLife", FieldKind.Integer),
            ("daysSinceSupportEnd", FieldKind.Integer),
        ],
        EventKind.Opportunity => [("isOpen", FieldKind.Flag), ("isWon", FieldKind.Flag), ("weighted", FieldKind.Money), (
            "closeDate", FieldKind.Date)],
        EventKind.Project => [("isClosed", FieldKind.Flag)],
        EventKind.ServiceCredit => [("utilization", FieldKind.Rate), ("unused", FieldKind.Number)],
        _ => [],
    };

    public static bool IsLive(this EventKind kind) =>
        kind is EventKind.Opportunity or EventKind.Project or EventKind.ServiceCredit or EventKind.Contract or EventKind.Ticket;
}
