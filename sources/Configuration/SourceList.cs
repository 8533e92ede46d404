using System.Collections.Immutable;
using OneLead.Sources.Cdc;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks;

namespace OneLead.Sources.Configuration;

/// <summary>A source that this node cannot use.</summary>
/// <param name="Problem">Why, without secrets.</param>
internal sealed record UnusableSource(string Name, string Format, string? Mapping, string Problem);

/// <summary>
/// The configured sources. Reloads them when sources.yaml or one of its mapping files changes; in a cluster they are those that the
/// nodes share. Thread-safe.
/// </summary>
/// <param name="path">The file; it need not exist.</param>
/// <param name="loaded">Called after each reading, with its errors.</param>
public sealed class SourceList(string path, Action<ImmutableArray<WebhookSource>, ImmutableArray<MappingError>>? loaded = null)
{
    private readonly Lock _lock = new();
    private volatile Snapshot? _snapshot;

    /// <summary>False if the file has never been valid. A file that becomes invalid leaves the previous sources in use.</summary>
    public bool IsReadable => Current.Sources is not null;

    public ImmutableArray<WebhookSource> All => Current.Sources ?? [];

    /// <summary>The databases that are followed.</summary>
    public ImmutableArray<PostgresSource> Databases => Current.Databases;

    /// <summary>The sources of the cluster that this node cannot use.</summary>
    internal ImmutableArray<UnusableSource> Unusable { get; private set; } = [];

    /// <summary>Uses the sources of the cluster instead of the file.</summary>
    internal void Share(
        ImmutableArray<WebhookSource> webhooks, ImmutableArray<PostgresSource> databases, ImmutableArray<UnusableSource> unusable)
    {
        lock (_lock)
            (_snapshot, Unusable) = (new(webhooks, databases, []) { IsShared = true }, unusable);
    }

    public PostgresSource? FindDatabase(string name) => Databases.FirstOrDefault(d => d.Name == name);

    public WebhookSource? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    private Snapshot Current
    {
        get
        {
            if (_snapshot is { IsCurrent: true } known)
                return known;
            lock (_lock)
                return _snapshot is { IsCurrent: true } now ? now : _snapshot = Load(_snapshot);
        }
    }

    // Files are stamped before they are read, so a change during the reading is noticed by the next one.
    private Snapshot Load(Snapshot? previous)
    {
        var files = FileStamp.OfSources(path);
        var content = SourcesFile.Read(path, loads: true);
        loaded?.Invoke(content.Sources, content.Errors);
        return content.Errors.IsEmpty
            ? new(content.Sources, content.Databases, files)
            : new(previous?.Sources, previous?.Databases ?? [], files);
    }

    private sealed record Snapshot(
        ImmutableArray<WebhookSource>? Sources, ImmutableArray<PostgresSource> Databases, ImmutableArray<FileStamp> Files)
    {
        /// <summary>True for the sources of a cluster, which are replaced when they change.</summary>
        public bool IsShared { get; init; }

        public bool IsCurrent => IsShared || Files.All(static f => f.IsCurrent);
    }
}
