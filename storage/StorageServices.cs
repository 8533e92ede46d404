using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OneLead.Storage.Sqlite;

namespace OneLead.Storage;

/// <summary>Adds a store to a host.</summary>
public static class StorageServices
{
    /// <summary>Adds the embedded store as the journal, the snapshots, the small states and the dead letters. It opens when first asked for, and closes with the host.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, Action<SqliteStoreOptions>? configure = null)
    {
        services.AddOptions<SqliteStoreOptions>().Configure(configure ?? (_ => { })).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<SqliteStoreOptions>>().Value;
            return SqliteStore.Open(options.Directory, options, provider.GetService<TimeProvider>() ?? TimeProvider.System, provider.GetRequiredService<ILogger<SqliteStore>>());
        });
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Journal);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Snapshots);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().States);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().DeadLetters);
        return services;
    }
}
