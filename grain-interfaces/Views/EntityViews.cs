using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Views;

/// <summary>An entity within an account.</summary>
[GenerateSerializer, Immutable, Alias("entity-ref")]
public readonly record struct EntityRef([property: Id(0)] EventKind Kind, [property: Id(1)] string Id);

/// <summary>An entity as it stands, with its account: its winning fields, and what the rules say of it.</summary>
/// <param name="Territory">What the entity says, else that of the key that owns it.</param>
[GenerateSerializer, Immutable, Alias("entity-row")]
public sealed record EntityRow(
    [property: Id(0)] EventKind Kind,
    [property: Id(1)] string Id,
    [property: Id(2)] string AccountId,
    [property: Id(3)] string? Territory,
    [property: Id(4)] EventData Fields,
    [property: Id(5)] DateTimeOffset UpdatedAt)
{
    /// <summary>What the rules say of it: of an item <c>family, isComponent, risk, riskScore, support, daysPastEndOfLife, daysSinceSupportEnd</c>; of an opportunity <c>isOpen, weighted</c>; of a project <c>isClosed</c>; of credits <c>utilization</c>.</summary>
    [Id(6)] public EventData Derived { get; init; } = EventData.Empty;

    /// <summary>A field, whoever says it; what the rules say comes first.</summary>
    public FieldValue this[string name] => Derived.TryGet(name, out var value) ? value : Fields[name];
}

/// <summary>An item whose support ends within the days in which the rules call that soon.</summary>
/// <param name="Value">Its contract value in minor units; null when none is known.</param>
[GenerateSerializer, Immutable, Alias("support-ending")]
public sealed record SupportEnding(
    [property: Id(0)] string Item,
    [property: Id(1)] string Serial,
    [property: Id(2)] string Product,
    [property: Id(3)] DateOnly End,
    [property: Id(4)] long? Value,
    [property: Id(5)] string? Currency,
    [property: Id(6)] string? Territory);

/// <summary>The last row that moved an account: one of its own, or of the tenant.</summary>
/// <param name="Entity">What the row is about; null for tenant rows.</param>
[GenerateSerializer, Immutable, Alias("change-cause")]
public sealed record ChangeCause(
    [property: Id(0)] EventKind Kind, [property: Id(1)] string? Entity, [property: Id(2)] string? Source, [property: Id(3)] long Sequence, [property: Id(4)] DateTimeOffset At);

/// <summary>Which kinds the read model holds, so that pages show them as they change. The others are many and are read from the accounts' stored records.</summary>
public static class EntityKinds
{
    public static ImmutableArray<EventKind> Live { get; } = [EventKind.Opportunity, EventKind.Project, EventKind.ServiceCredit, EventKind.Contract, EventKind.Ticket];

    /// <summary>The fields that the rules say of a kind.</summary>
    public static ImmutableArray<(string Name, FieldKind Type)> DerivedFields(EventKind kind) => kind switch
    {
        EventKind.Item => [("family", FieldKind.Text), ("isComponent", FieldKind.Flag), ("risk", FieldKind.Text), ("riskScore", FieldKind.Integer), ("support", FieldKind.Text),
            ("daysPastEndOfLife", FieldKind.Integer), ("daysSinceSupportEnd", FieldKind.Integer)],
        EventKind.Opportunity => [("isOpen", FieldKind.Flag), ("weighted", FieldKind.Money)],
        EventKind.Project => [("isClosed", FieldKind.Flag)],
        EventKind.ServiceCredit => [("utilization", FieldKind.Rate)],
        _ => [],
    };

    public static bool IsLive(this EventKind kind) => kind is EventKind.Opportunity or EventKind.Project or EventKind.ServiceCredit or EventKind.Contract or EventKind.Ticket;
}
