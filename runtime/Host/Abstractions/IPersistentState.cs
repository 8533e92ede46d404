using Orleans.Core;

namespace Orleans.Core
{
    /// <summary>Persistent state of a grain.</summary>
    public interface IStorage
    {
        /// <summary>Names the version in the store; null when there is none.</summary>
        string? Etag { get; }

        /// <summary>Whether the store has a record.</summary>
        bool RecordExists { get; }

        /// <summary>Removes the record and starts again from a new state.</summary>
        Task ClearStateAsync();

        /// <summary>Writes the state.</summary>
        /// <exception cref="Storage.InconsistentStateException">Another writer was faster.</exception>
        Task WriteStateAsync();

        /// <summary>Reads the state again; changes that were not written are lost.</summary>
        Task ReadStateAsync();

        /// <inheritdoc cref="ClearStateAsync()"/>
        Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

        /// <inheritdoc cref="WriteStateAsync()"/>
        Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

        /// <inheritdoc cref="ReadStateAsync()"/>
        Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
    }

    /// <summary>Persistent state of a grain.</summary>
    public interface IStorage<TState> : IStorage
    {
        /// <summary>The state: what was read, else a new one. Changes last when they are written.</summary>
        TState State { get; set; }
    }
}

namespace Orleans.Runtime
{
    /// <summary>Persistent state, injected through the constructor and read before OnActivateAsync.</summary>
    public interface IPersistentState<TState> : IStorage<TState>;

    /// <summary>Marks a constructor parameter of type <see cref="IPersistentState{TState}"/>.</summary>
    /// <param name="stateName">The name of the state within the grain.</param>
    /// <param name="storageName">The store to use. Default: the default one.</param>
    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
    {
        /// <summary>The name of the state within the grain.</summary>
        public string StateName { get; } = stateName;

        /// <summary>The store to use; null for the default one.</summary>
        public string? StorageName { get; } = storageName;
    }
}
