using OneLead.Web.Access;

namespace OneLead.Web.Tenants;

internal static class TenantSetup
{
    /// <summary>Adds the organisation of the host; to the installation's host also the other organisations.</summary>
    /// <param name="configure">Replaces services of each host.</param>
    public static IServiceCollection AddTenants(
        this IServiceCollection services, ServerArguments arguments, Action<IServiceCollection>? configure)
    {
        services.AddSingleton(new OwnTenant(arguments.Tenant?.Name));
        if (arguments.Tenant is not null)
            return services;
        services.AddSingleton<TenantList>().AddHostedService(static s => s.GetRequiredService<TenantList>());
        services.AddSingleton(s => new TenantHosts(
            s.GetRequiredService<TenantList>(), (tenant, more) => Build(s, arguments with { Tenant = tenant, Sample = default }, more),
            s.GetRequiredService<IConfiguration>(), s.GetRequiredService<IHostApplicationLifetime>(),
            s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<TenantHost>>()));
        // A command on the store of the default organisation needs no other one.
        return arguments.KeepsDays ? services.AddHostedService(static s => s.GetRequiredService<TenantHosts>()) : services;

        WebApplication Build(IServiceProvider installation, ServerArguments own, Action<IServiceCollection> more) =>
            Server.Build(own, hosted =>
            {
                configure?.Invoke(hosted);
                hosted.AddLogging(logs => logs.ClearProviders().AddProvider(
                    new TenantLogs(installation.GetRequiredService<ILoggerFactory>(), own.Tenant!.Name)));
                // Whoever owns the machine owns all organisations.
                hosted.AddSingleton(installation.GetRequiredService<LocalKey>());
                more(hosted);
            });
    }
}
