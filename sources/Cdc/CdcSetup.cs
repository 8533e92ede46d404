namespace OneLead.Sources.Cdc;

internal static class CdcSetup
{
    /// <param name="follows">False for a command that only reads the store.</param>
    public static IServiceCollection AddCdc(this IServiceCollection services, bool follows)
    {
        services.AddSingleton<CdcMetrics>().AddSingleton<CdcService>();
        return follows ? services.AddHostedService(provider => provider.GetRequiredService<CdcService>()) : services;
    }
}
