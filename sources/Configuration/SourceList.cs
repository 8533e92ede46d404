using System.Collections.Immutable;
using OneLead.Sources.Cdc;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks;

namespace OneLead.Sources.Configuration;

/// <summary>The configured sources. Reloads them when sources.yaml or one of its mapping files changes. Thread-safe.</summary>
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
        ImmutableArray<FileStamp> files = [FileStamp.Of(path), .. MappingFiles().Select(FileStamp.Of)];
        var content = SourcesFile.Read(path, loads: true);
        loaded?.Invoke(content.Sources, content.Errors);
        return content.Errors.IsEmpty
            ? new(content.Sources, content.Databases, files)
            : new(previous?.Sources, previous?.Databases ?? [], files);
    }

    // Reads the file without its mappings: their names are known even when one of them is invalid.
    private IEnumerable<string> MappingFiles()
    {
        var content = SourcesFile.Read(path, loads: false);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return content.Sources.Select(s => s.Mapping).OfType<string>()
            .Concat(content.Databases.Select(d => d.Mapping))
            .Where(m => SourceMapping.Shipped(m) is null)
            .Distinct(StringComparer.Ordinal)
            .Select(m => Path.Combine(folder, m));
    }

    private sealed record Snapshot(
        ImmutableArray<WebhookSource>? Sources, ImmutableArray<PostgresSource> Databases, ImmutableArray<FileStamp> Files)
    {
        public bool IsCurrent => Files.All(f => f == FileStamp.Of(f.Path));
    }

    private readonly record struct FileStamp(string Path, long Length, DateTime Written)
    {
        public static FileStamp Of(string path) =>
            new FileInfo(path) is { Exists: true } file ? new(path, file.Length, file.LastWriteTimeUtc) : new(path, -1, default);
    }
}
