using System.IO.Compression;

namespace OneLead.Web.Cli;

/// <summary>Packs the tables of a directory into one archive, so that they are one import and can refer to each other.</summary>
internal sealed class PackedTables : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onelead-import-").FullName;

    /// <exception cref="CommandFailedException">The directory has no tables.</exception>
    public PackedTables(string directory)
    {
        File = new FileInfo(Path.Combine(_folder, Path.GetFileName(Path.TrimEndingDirectorySeparator(directory)) + ".zip"));
        var files = Directory.GetFiles(directory).Where(f => Path.GetExtension(f).ToLowerInvariant() is ".csv" or ".tsv")
            .Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0)
        {
            Dispose();
            throw new CommandFailedException($"There is no .csv file in {directory}.");
        }
        using var archive = ZipFile.Open(File.FullName, ZipArchiveMode.Create);
        foreach (var file in files)
        {
            var entry = archive.CreateEntry(Path.GetFileName(file), CompressionLevel.Fastest);
            entry.LastWriteTime = new DateTimeOffset(System.IO.File.GetLastWriteTimeUtc(file), TimeSpan.Zero);
            using var from = System.IO.File.OpenRead(file);
            using var to = entry.Open();
            from.CopyTo(to);
        }
    }

    public FileInfo File { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
