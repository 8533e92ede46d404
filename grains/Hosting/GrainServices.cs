using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OneLead.Accounts;
using OneLead.Tenants;

namespace OneLead.Hosting;

/// <summary>Registers what the grains need beside Orleans and the storage.</summary>
public static class GrainServices
{
    /// <summary>
    /// Adds what runs beside the grains of a silo. Expects <see cref="Storage.IJournal"/>, <see cref="Storage.ISnapshotStore"/>.
    /// </summary>
    public static IServiceCollection AddOneLeadGrains(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Directories>();
        services.AddSingleton<TenantLog>();
        services.AddSingleton<AccountFold>();
        services.AddSingleton<SnapshotWriter>();
        services.AddSingleton<Dispatcher>();
        services.AddSingleton<Reconciling>();
        services.AddSingleton<IIngest, Ingest>();
        services.AddSingleton<IVerification, Verification>();
        services.AddSingleton<IEntityReader, EntityReader>();
        services.AddSingleton<ILeadHistory, LeadHistory>();
        services.AddSingleton<ISiloStatus, SiloStatus>();
        services.AddHostedService<SiloLife>();
        return services;
    }
}
