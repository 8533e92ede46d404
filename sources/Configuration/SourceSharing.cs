using System.Collections.Immutable;
using System.Text.Json;
using OneLead.Sources.Cdc;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks;
using OneLead.Storage;

namespace OneLead.Sources.Configuration;

/// <summary>
/// Keeps the list of sources the same on all nodes that share a store: every second it takes over changes of this node's file, and reads
/// what other nodes changed.
/// </summary>
/// <param name="path">This node's sources.yaml.</param>
internal sealed partial class SourceSharing(
    string path, SourceList sources, SourceListLog errors, IServiceProvider services, IStateStore states, TimeProvider clock,
    ILogger<SourceSharing> log) : BackgroundService
{
    private const string State = "sources";

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    // The same after a restart.
    private readonly string _node = $"{Environment.MachineName}:{Path.GetFullPath(path)}";
    private readonly bool _isShared = services.HasSharedStore();
    private ImmutableArray<FileStamp> _files = [];
    private SourcesContent _local = new([], [], []);
    private string? _tag;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_isShared)
            await TryTurnAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Turn, clock);
        while (_isShared && await timer.WaitForNextTickAsync(stoppingToken))
            await TryTurnAsync(stoppingToken);
    }

    private async Task TryTurnAsync(CancellationToken cancellation)
    {
        try
        {
            await TurnAsync(cancellation);
        }
        catch (Exception e) when (e is not OutOfMemoryException && !cancellation.IsCancellationRequested)
        {
            LogNotShared(e);
        }
    }

    private async Task TurnAsync(CancellationToken cancellation)
    {
        var hasChanged = _files.IsEmpty || !_files.All(static f => f.IsCurrent);
        if (!hasChanged && await states.ReadTagAsync(State, Keys.DefaultTenant, cancellation) == _tag)
            return;
        // Files are stamped before they are read, so a change during the reading is noticed by the next turn.
        var files = hasChanged ? FileStamp.OfSources(path) : _files;
        var file = hasChanged ? ReadFile() : null;
        var (shared, tag) = await ShareAsync(file, cancellation);
        Show(shared);
        (_files, _tag) = (files, tag);
    }

    // Null if the file has errors. Then what it held before stays.
    private ImmutableArray<SharedSource>? ReadFile()
    {
        var content = SourcesFile.Read(path, loads: false);
        var problems = content.Errors.ToBuilder();
        ImmutableArray<SharedSource> file =
        [
            .. content.Sources.Select(s => SharedSource.Of(s, MappingText(s.Mapping, problems))),
            .. content.Databases.Select(d => SharedSource.Of(d, MappingText(d.Mapping, problems))),
        ];
        errors.Write([], problems.ToImmutable());
        if (problems.Count > 0)
            return null;
        _local = content;
        return file;
    }

    private string? MappingText(string? mapping, ImmutableArray<MappingError>.Builder problems)
    {
        if (mapping is null || SourceMapping.Shipped(mapping) is not null)
            return null;
        try
        {
            var text = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, mapping));
            if (!SourceMapping.TryParse(text, mapping, out _, out var found))
                problems.AddRange(found);
            return text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new(path, 0, mapping, $"cannot be read: {e.Message}"));
            return null;
        }
    }

    private async Task<(SharedSources Shared, string? Tag)> ShareAsync(
        ImmutableArray<SharedSource>? file, CancellationToken cancellation)
    {
        while (true)
        {
            var stored = await states.ReadAsync(State, Keys.DefaultTenant, cancellation);
            var shared = stored is { } state
                ? JsonSerializer.Deserialize<SharedSources>(state.Bytes, JsonSerializerOptions.Web)!
                : SharedSources.None;
            var changed = file is { } read ? shared.With(_node, read) : shared;
            if (changed == shared)
                return (shared, stored?.ETag);
            var bytes = JsonSerializer.SerializeToUtf8Bytes(changed, JsonSerializerOptions.Web);
            if (await states.WriteAsync(State, Keys.DefaultTenant, bytes, stored?.ETag, cancellation) is { } tag)
                return (changed, tag);
        }
    }

    private void Show(SharedSources shared)
    {
        var (webhooks, databases, unusable) = (
            ImmutableArray.CreateBuilder<WebhookSource>(), ImmutableArray.CreateBuilder<PostgresSource>(),
            ImmutableArray.CreateBuilder<UnusableSource>());
        foreach (var source in shared.Sources.Values)
        {
            try
            {
                if (source.IsDatabase)
                    databases.Add(source.Database(_local.Databases.FirstOrDefault(d => d.Name == source.Name)));
                else
                    webhooks.Add(source.Webhook(_local.Sources.FirstOrDefault(s => s.Name == source.Name)));
            }
            catch (FormatException e)
            {
                unusable.Add(new(source.Name, source.Format, source.Mapping, e.Message));
            }
        }
        sources.Share(webhooks.ToImmutable(), databases.ToImmutable(), unusable.ToImmutable());
        errors.Write(webhooks.ToImmutable(), []);
        foreach (var (name, problem) in webhooks.Where(w => w.Problem is not null).Select(w => (w.Name, w.Problem!))
            .Concat(unusable.Select(u => (u.Name, u.Problem))))
            LogProblem(name, problem);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "This node cannot use the source {source} completely: {problem}")]
    private partial void LogProblem(string source, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sources could not be shared with the other nodes; the next attempt follows")]
    private partial void LogNotShared(Exception e);
}
