using System.Collections.Immutable;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks;

namespace OneLead.Sources.Configuration;

/// <summary>Logs each reading of sources.yaml: the sources without secrets, and every error with its line.</summary>
internal sealed partial class SourceListLog(ILogger<SourceListLog> log)
{
    public void Write(ImmutableArray<WebhookSource> sources, ImmutableArray<MappingError> errors)
    {
        foreach (var error in errors)
            LogError(error);
        foreach (var source in sources)
            LogSource(source.Name, source.Format.Name);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Accepting webhooks of {source} ({format})")]
    private partial void LogSource(string source, string format);

    [LoggerMessage(Level = LogLevel.Error, Message = "sources.yaml is invalid, the previous sources stay in use: {error}")]
    private partial void LogError(MappingError error);

    /// <summary>Reads the sources at start, so that errors are logged before the first delivery.</summary>
    internal sealed class AtStart(SourceList sources) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            _ = sources.IsReadable;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

internal static class SourceListSetup
{
    public static IServiceCollection AddSourceList(this IServiceCollection services, string path) => services
        .AddSingleton<SourceListLog>()
        .AddSingleton(provider => new SourceList(path, provider.GetRequiredService<SourceListLog>().Write))
        .AddHostedService(provider => ActivatorUtilities.CreateInstance<SourceSharing>(provider, path))
        .AddHostedService<SourceListLog.AtStart>();
}
