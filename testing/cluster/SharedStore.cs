using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using OneLead.Storage;
using OneLead.Storage.Sqlite;

namespace OneLead.Testing;

/// <summary>One open store that several silos of a process use, as they would use a database.</summary>
internal sealed class SharedStore(string directory) : IDisposable
{
    private readonly SqliteStore _store = SqliteStore.Open(
        directory, new SqliteStoreOptions { Directory = directory }, TimeProvider.System, NullLogger.Instance);

    public IJournal Journal => _store.Journal;

    public ISnapshotStore Snapshots => _store.Snapshots;

    /// <summary>Replaces the store of a silo. The silo can be cut off from it.</summary>
    public StoreCut Use(IServiceCollection services)
    {
        var cut = new StoreCut();
        services.Replace(ServiceDescriptor.Singleton<Store>(_store));
        services.Replace(ServiceDescriptor.Singleton(_store.Health));
        services.Replace(ServiceDescriptor.Singleton(cut.Between(_store.Journal)));
        services.Replace(ServiceDescriptor.Singleton(cut.Between(_store.Seals)));
        services.Replace(ServiceDescriptor.Singleton(cut.Between(_store.Snapshots)));
        services.Replace(ServiceDescriptor.Singleton(cut.Between(_store.States)));
        services.Replace(ServiceDescriptor.Singleton(cut.Between(_store.DeadLetters)));
        services.Replace(ServiceDescriptor.Singleton(cut.Between(_store.FieldKeys)));
        return cut;
    }

    public void Dispose() => _store.Dispose();
}

/// <summary>Stands between a silo and its store.</summary>
internal sealed class StoreCut
{
    public bool IsCut { get; set; }

    public T Between<T>(T store) where T : class => CallProxy.Of(store, (method, call) =>
        IsCut && !method.IsSpecialName ? throw new JournalUnavailableException("The silo is cut off from the store.") : call());
}
