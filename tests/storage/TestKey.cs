using Microsoft.Extensions.Logging.Abstractions;
using OneLead.Storage.Sqlite;

namespace OneLead.Storage.Tests;

/// <summary>A master key in a folder of its own.</summary>
internal sealed class TestKey : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onelead-key-");

    public string Folder => _folder.FullName;

    public string Data => Path.Combine(Folder, "data");

    public string File => MasterKey.FileOf(Data);

    public Task<MasterKey> OpenAsync(string? file = null) => OpenAsync(static (key, _) => Task.FromResult(key), file);

    /// <summary>Opens the key, and works with it while the store is open.</summary>
    public async Task<T> OpenAsync<T>(Func<MasterKey, IStateStore, Task<T>> work, string? file = null)
    {
        using var store = SqliteStore.Open(Data, new SqliteStoreOptions { Directory = Data }, TimeProvider.System, NullLogger.Instance);
        return await work(await MasterKey.OpenAsync(file ?? File, Data, store.States), store.States);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
