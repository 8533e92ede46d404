using System.Collections.Immutable;
using OneLead.Views;

namespace OneLead;

/// <summary>One change of what the tenant's readers see: one of its four members is set.</summary>
[GenerateSerializer, Immutable, Alias("change")]
public sealed record Change
{
    [Id(0)] public AccountDelta? Account { get; init; }

    [Id(1)] public TerritoryRow? Territory { get; init; }

    [Id(2)] public PortfolioView? Portfolio { get; init; }

    [Id(3)] public TenantView? Tenant { get; init; }

    /// <summary>The span that the change belongs to; null unless it is recorded.</summary>
    [Id(4)] public string? TraceParent { get; init; } = Tracing.RecordedParent;
}

/// <summary>Changes in the order in which they were published; none in a heartbeat.</summary>
/// <param name="Number">1, 2, 3 … for each subscriber: a gap means lost changes, and the reader loads everything again.</param>
[GenerateSerializer, Immutable, Alias("change-batch")]
public sealed record ChangeBatch([property: Id(0)] long Number, [property: Id(1)] ImmutableArray<Change> Changes);

/// <summary>Receives the changes of a tenant.</summary>
public interface IChangeSubscriber
{
    /// <summary>Takes a batch. The next one is sent when this one is done; changes that come meanwhile join it.</summary>
    ValueTask Receive(ChangeBatch batch);
}

/// <summary>This silo's publisher of changes. A change is sent at once when nothing is under way; grains never wait for it.</summary>
public interface IChangePublisher
{
    /// <summary>Sends every later change, and an empty batch once a second, until disposed.</summary>
    IDisposable Subscribe(string tenant, IChangeSubscriber subscriber);
}
