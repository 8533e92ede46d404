using System.Collections.Immutable;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks;

namespace OneLead.Sources.Configuration;

/// <summary>Tells the log of each reading of the sources: never a secret, and every error with its line.</summary>
internal sealed partial class SourceListLog(ILogger<SourceListLog> log)
{
    public void Read(ImmutableArray<WebhookSource> sources, ImmutableArray<MappingError> errors)
    {
        foreach (var error in errors)
            Wrong(error);
        foreach (var source in sources)
            Served(source.Name, source.Format.Name);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Webhooks of {source} ({format}) are taken")]
    private partial void Served(string source, string format);

    [LoggerMessage(Level = LogLevel.Error, Message = "The sources of webhooks stay as they were: {error}")]
    private partial void Wrong(MappingError error);

    /// <summary>Reads the sources at start, so that an error is told before the first delivery.</summary>
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
        .AddSingleton(provider => new SourceList(path, provider.GetRequiredService<SourceListLog>().Read))
        .AddHostedService<SourceListLog.AtStart>();
}
