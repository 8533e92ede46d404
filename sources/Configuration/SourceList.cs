using System.Collections.Immutable;
using OneLead.Sources.Cdc;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks;

namespace OneLead.Sources.Configuration;

/// <summary>The sources as they are: read from the file, and read anew when it or a mapping beside it changes. It can be asked from any thread.</summary>
/// <param name="path">The file; it need not exist.</param>
/// <param name="changed">Told of each reading, with its errors.</param>
public sealed class SourceList(string path, Action<ImmutableArray<WebhookSource>, ImmutableArray<MappingError>>? changed = null)
{
    private readonly Lock _gate = new();
    private volatile State? _state;

    /// <summary>Whether the file can be read, or could be once: a file that went bad leaves the sources as they were.</summary>
    public bool IsReadable => Current.Sources is not null;

    public ImmutableArray<WebhookSource> All => Current.Sources ?? [];

    /// <summary>The databases that are followed.</summary>
    public ImmutableArray<PostgresSource> Databases => Current.Databases;

    public PostgresSource? FindDatabase(string name) => Databases.FirstOrDefault(d => d.Name == name);

    public WebhookSource? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    private State Current
    {
        get
        {
            if (_state is { } known && known.Files.All(f => f == Stamp.Of(f.Path)))
                return known;
            lock (_gate)
                return _state is { } now && now.Files.All(f => f == Stamp.Of(f.Path)) ? now : _state = Load(_state);
        }
    }

    // Stamped before they are read: what changes meanwhile is read again.
    private State Load(State? before)
    {
        var own = Stamp.Of(path);
        var read = SourcesFile.Read(path, loads: true);
        var plain = SourcesFile.Read(path, loads: false);
        var files = plain.Sources.Select(s => s.Mapping).OfType<string>().Concat(plain.Databases.Select(d => d.Mapping)).Where(m => SourceMapping.Shipped(m) is null).Distinct(StringComparer.Ordinal)
            .Select(m => Stamp.Of(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, m)));
        changed?.Invoke(read.Sources, read.Errors);
        return read.Errors.IsEmpty ? new(read.Sources, read.Databases, [own, .. files]) : new(before?.Sources, before?.Databases ?? [], [own, .. files]);
    }

    private sealed record State(ImmutableArray<WebhookSource>? Sources, ImmutableArray<PostgresSource> Databases, ImmutableArray<Stamp> Files);

    private readonly record struct Stamp(string Path, long Length, DateTime Written)
    {
        public static Stamp Of(string path) => new FileInfo(path) is { Exists: true } file ? new(path, file.Length, file.LastWriteTimeUtc) : new(path, -1, default);
    }
}
