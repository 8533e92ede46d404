using System.Collections.Immutable;
using OneLead.Views;

namespace OneLead;

/// <summary>A change of a tenant's published state. Exactly one of the first four members is set.</summary>
[GenerateSerializer, Immutable, Alias("change")]
public sealed record Change
{
    [Id(0)] public AccountDelta? Account { get; init; }

    [Id(1)] public TerritoryRow? Territory { get; init; }

    [Id(2)] public PortfolioView? Portfolio { get; init; }

    [Id(3)] public TenantView? Tenant { get; init; }

    /// <summary>The trace parent of the change; null if the current span is not recorded.</summary>
    [Id(4)] public string? TraceParent { get; init; } = Tracing.RecordedParent;
}

/// <summary>Changes in publication order; a heartbeat has none.</summary>
/// <param name="Number">1, 2, 3 … for each subscriber. After a gap the subscriber must reload.</param>
[GenerateSerializer, Immutable, Alias("change-batch")]
public sealed record ChangeBatch([property: Id(0)] long Number, [property: Id(1)] ImmutableArray<Change> Changes);

/// <summary>Receives the changes of a tenant.</summary>
public interface IChangeSubscriber
{
    /// <summary>Handles a batch. The next batch is sent after this call completes.</summary>
    ValueTask ReceiveAsync(ChangeBatch batch);
}

/// <summary>Publishes the changes of this silo's grains. Grains do not wait for subscribers.</summary>
public interface IChangePublisher
{
    /// <summary>Sends every later change, and an empty batch each second, until the result is disposed.</summary>
    IDisposable Subscribe(string tenant, IChangeSubscriber subscriber);
}

/// <summary>Follows the changes of a tenant's grains on the other silos.</summary>
public interface IPeerFollower
{
    /// <summary>Handles changes of another silo, in its order. Its next ones come after this call completes.</summary>
    ValueTask TakeAsync(ImmutableArray<Change> changes);

    /// <summary>
    /// Reads what it may have missed: another silo joined or was lost, or changes of one were lost on their way. Changes still come
    /// meanwhile. If it throws, it is called again.
    /// </summary>
    Task CatchUpAsync(CancellationToken cancellation);
}

/// <summary>Brings the changes of the other silos.</summary>
public interface IPeerChanges
{
    /// <summary>Follows every other silo, also those that join later, until the result is disposed.</summary>
    IDisposable Follow(string tenant, IPeerFollower follower);
}
