using System.Collections.Immutable;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Configuration;

/// <summary>Tells whether a file has changed.</summary>
internal readonly record struct FileStamp(string Path, long Length, DateTime Written)
{
    /// <summary>False if the file has changed since.</summary>
    public bool IsCurrent => this == Of(Path);

    public static FileStamp Of(string path) =>
        new FileInfo(path) is { Exists: true } file ? new(path, file.Length, file.LastWriteTimeUtc) : new(path, -1, default);

    /// <summary>The stamps of sources.yaml and of the mapping files that it names.</summary>
    public static ImmutableArray<FileStamp> OfSources(string path)
    {
        // Reads the file without its mappings: their names are known even when one of them is invalid.
        var content = SourcesFile.Read(path, loads: false);
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        return
        [
            Of(path),
            .. content.Sources.Select(s => s.Mapping).OfType<string>()
                .Concat(content.Databases.Select(d => d.Mapping))
                .Where(m => SourceMapping.Shipped(m) is null)
                .Distinct(StringComparer.Ordinal)
                .Select(m => Of(System.IO.Path.Combine(folder, m))),
        ];
    }
}
