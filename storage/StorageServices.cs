using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OneLead.Storage.Postgres;
using OneLead.Storage.Sqlite;

namespace OneLead.Storage;

public static class StorageServices
{
    /// <summary>
    /// Adds the store of the configuration: PostgreSQL if <c>OneLead:Storage</c> is a connection string (in the schema
    /// <c>OneLead:Schema</c>), else the embedded one.
    /// </summary>
    /// <param name="dataDirectory">The directory of the embedded store.</param>
    public static IServiceCollection AddOneLeadStorage(
        this IServiceCollection services, IConfiguration configuration, string dataDirectory)
    {
        // Opened with the store, which knows its fingerprint.
        services.AddSingleton(provider => MasterKey.OpenAsync(
            KeyFileOf(configuration, dataDirectory), dataDirectory, provider.GetRequiredService<IStateStore>()).GetAwaiter().GetResult());
        services.AddSingleton<SecretBytes>();
        services.AddSingleton<SecretStates>();
        if (PostgresOf(configuration) is { } connectionString)
            services.AddPostgresStorage(
                store => (store.ConnectionString, store.Schema) = (
                    connectionString, configuration["OneLead:Schema"] is { Length: > 0 } schema ? schema : store.Schema));
        else
            services.AddSqliteStorage(store => store.Directory = dataDirectory);
        return services.Replace(ServiceDescriptor.Singleton<IDeadLetterStore>(static provider => new SecretDeadLetters(
            provider.GetRequiredService<Store>().DeadLetters, provider.GetRequiredService<SecretBytes>())));
    }

    /// <summary>The file of the master key: <c>OneLead:KeyFile</c>, else beside the data directory.</summary>
    public static string KeyFileOf(IConfiguration configuration, string dataDirectory) =>
        configuration["OneLead:KeyFile"] is { Length: > 0 } file ? file : MasterKey.FileOf(dataDirectory);

    /// <summary>True if other processes can use the store at the same time.</summary>
    public static bool HasSharedStore(this IServiceProvider services) => services.GetService<Store>() is { IsShared: true };

    /// <summary>Returns the connection string if the store is on PostgreSQL, else null.</summary>
    public static string? PostgresOf(IConfiguration configuration) =>
        configuration["OneLead:Storage"] is { Length: > 0 } connectionString ? connectionString : null;

    /// <summary>
    /// Adds the embedded store as journal, snapshot store, state store and dead letter store. It opens on first use and closes
    /// with the host.
    /// </summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, Action<SqliteStoreOptions>? configure = null)
    {
        services.AddOptions<SqliteStoreOptions>().Configure<IServiceProvider>(UseServices).Configure(configure ?? (_ => { }))
            .ValidateDataAnnotations().ValidateOnStart();
        return services.AddStore(provider =>
        {
            var options = provider.GetRequiredService<IOptions<SqliteStoreOptions>>().Value;
            return SqliteStore.Open(options.Directory, options, Time(provider), provider.GetRequiredService<ILogger<SqliteStore>>());
        });
    }

    /// <summary>Adds the PostgreSQL store with the same services as <see cref="AddSqliteStorage"/>.</summary>
    public static IServiceCollection AddPostgresStorage(this IServiceCollection services, Action<PostgresStoreOptions> configure)
    {
        services.AddOptions<PostgresStoreOptions>().Configure<IServiceProvider>(UseServices).Configure(configure)
            .ValidateDataAnnotations().ValidateOnStart();
        return services.AddStore(
            provider => PostgresStore.Open(
                provider.GetRequiredService<IOptions<PostgresStoreOptions>>().Value, Time(provider),
                provider.GetRequiredService<ILogger<PostgresStore>>()));
    }

    private static IServiceCollection AddStore(this IServiceCollection services, Func<IServiceProvider, Store> open) => services
        .AddSingleton<StoreHealth>()
        .AddSingleton(open)
        .AddSingleton(provider => provider.GetRequiredService<Store>().Journal)
        .AddSingleton(provider => provider.GetRequiredService<Store>().Seals)
        .AddSingleton(provider => provider.GetRequiredService<Store>().Snapshots)
        .AddSingleton(provider => provider.GetRequiredService<Store>().States)
        .AddSingleton(provider => provider.GetRequiredService<Store>().DeadLetters)
        .AddSingleton(provider => provider.GetRequiredService<Store>().FieldKeys);

    private static void UseServices(StoreOptions options, IServiceProvider provider) =>
        (options.Meters, options.Health) = (provider.GetService<IMeterFactory>(), provider.GetRequiredService<StoreHealth>());

    private static TimeProvider Time(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
