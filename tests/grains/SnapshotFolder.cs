using Microsoft.Extensions.DependencyInjection;
using OneLead.Accounts;
using OneLead.Storage;

namespace OneLead.Grains.Tests;

/// <summary>The embedded store in a folder of its own.</summary>
internal sealed class SnapshotFolder : IDisposable
{
    public const string Tenant = "default";

    private readonly string _folder = Directory.CreateTempSubdirectory("onelead-").FullName;
    private readonly ServiceProvider _services;

    public SnapshotFolder()
    {
        _services = new ServiceCollection().AddLogging().AddSqliteStorage(store => store.Directory = _folder).BuildServiceProvider();
        Store = _services.GetRequiredService<ISnapshotStore>();
    }

    public ISnapshotStore Store { get; }

    public async Task SaveAsync(string account, long sequence, DateOnly? nextDue = null, long tenantSequence = 0)
    {
        var stamp = new SnapshotStamp(sequence, tenantSequence, AccountState.Engine, nextDue, null, [account]);
        await Store.SaveAsync([new SnapshotWrite(Tenant, account, stamp, [], null, [], [], ReplaceRecords: true)]);
    }

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
