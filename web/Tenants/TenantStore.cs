using OneLead.Storage;
using OneLead.Storage.Postgres;
using OneLead.Web.Cli;

namespace OneLead.Web.Tenants;

/// <summary>What an organisation has on disk and in the database.</summary>
internal static class TenantStore
{
    private static readonly TimeSpan NodesLeaveWithin = TimeSpan.FromMinutes(1), Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Reads an organisation from the installation's list, while no server runs on the data directory.</summary>
    /// <exception cref="CommandFailedException">There is no such organisation, or the list cannot be read.</exception>
    public static async Task<Tenant> FindAsync(string name, IConfiguration installation, CancellationToken cancellation)
    {
        var data = InstallPaths.DataDirectory(installation);
        if (StorageServices.PostgresOf(installation) is null && !Directory.Exists(data))
            throw Unknown(name);
        try
        {
            await using var services = Services(installation, data);
            var all = await TenantList.ReadAllAsync(services.GetRequiredService<IStateStore>(), cancellation);
            return all.FirstOrDefault(t => t.Name == name && !t.IsLeaving) ?? throw Unknown(name);
        }
        catch (Exception e) when (StoreFailures.IsExpected(e))
        {
            throw new CommandFailedException(e.Message);
        }
    }

    public static CommandFailedException Unknown(string name) =>
        new($"There is no organisation '{name}'. List them with: onelead tenants");

    /// <summary>Deletes the store, the key and the files of this node, once no node uses them any more.</summary>
    /// <exception cref="TimeoutException">Other nodes have not ended their work for it.</exception>
    public static async Task DeleteAsync(Tenant tenant, IConfiguration installation, CancellationToken cancellation)
    {
        var own = SettingsOf(tenant, installation);
        var data = InstallPaths.DataDirectory(own);
        if (StorageServices.PostgresOf(own) is { } connection)
        {
            await WaitForNodesAsync(own, data, cancellation);
            await PostgresStore.DropAsync(new() { ConnectionString = connection, Schema = own["OneLead:Schema"]! }, cancellation);
        }
        DeleteFiles(own, data);
    }

    /// <summary>Deletes what an organisation that has left has on a node whose store is elsewhere.</summary>
    public static void DeleteFilesOfNode(Tenant tenant, IConfiguration installation)
    {
        var own = SettingsOf(tenant, installation);
        if (StorageServices.PostgresOf(own) is not null)
            DeleteFiles(own, InstallPaths.DataDirectory(own));
    }

    private static void DeleteFiles(IConfiguration own, string data)
    {
        try
        {
            Directory.Delete(data, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // It is deleted already, or nothing was ever stored.
        }
        MasterKey.Delete(StorageServices.KeyFileOf(own, data));
    }

    /// <summary>Says why an organisation cannot be added: its store has no valid name, or there is something in its place.</summary>
    public static async Task<string?> ProblemAsync(Tenant tenant, IConfiguration installation, CancellationToken cancellation)
    {
        var own = SettingsOf(tenant, installation);
        var data = InstallPaths.DataDirectory(own);
        if (Directory.Exists(data))
            return $"There is a folder {data} already. Move it away.";
        if (StorageServices.PostgresOf(own) is not { } connection)
            return null;
        var options = new PostgresStoreOptions { ConnectionString = connection, Schema = own["OneLead:Schema"]! };
        if (options.Schema.Length > PostgresStoreOptions.LongestSchema)
            return $"The schema {options.Schema} is longer than {PostgresStoreOptions.LongestSchema} characters. Choose a shorter name.";
        return await PostgresStore.ExistsAsync(options, cancellation)
            ? $"There is a schema {options.Schema} already. Choose another name, or rename the schema."
            : null;
    }

    /// <summary>The settings of an organisation's host: those of the installation with its own over them.</summary>
    public static IConfigurationRoot SettingsOf(Tenant tenant, IConfiguration installation) =>
        new ConfigurationBuilder().AddConfiguration(installation).AddInMemoryCollection(tenant.Settings(installation)).Build();

    private static async Task WaitForNodesAsync(IConfiguration own, string data, CancellationToken cancellation)
    {
        await using var services = Services(own, data);
        var store = services.GetRequiredService<Store>();
        var clock = TimeProvider.System;
        for (var started = clock.GetTimestamp(); ; await Task.Delay(Pause, clock, cancellation))
        {
            var nodes = await store.FindNodesAsync(cancellation);
            if (nodes.IsEmpty)
                return;
            if (clock.GetElapsedTime(started) > NodesLeaveWithin)
                throw new TimeoutException(
                    $"The nodes {string.Join(", ", nodes)} still work for the organisation. Nothing was deleted. Repeat the command.");
        }
    }

    private static ServiceProvider Services(IConfiguration configuration, string data) =>
        new ServiceCollection().AddLogging().AddOneLeadStorage(configuration, data).BuildServiceProvider();
}
