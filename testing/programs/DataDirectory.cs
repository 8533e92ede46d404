namespace OneLead.Testing;

/// <summary>A data directory that goes with its owner.</summary>
public sealed class DataDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("onelead-e2e-").FullName;

    /// <summary>What <c>ONELEAD__Storage</c> says to programs that run on it; null: nothing.</summary>
    public string? Storage { get; init; }

    /// <summary>Further settings of programs that run on it, by their names in the section OneLead.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Another directory with nothing but the journal.</summary>
    public DataDirectory JournalAlone()
    {
        var copy = new DataDirectory();
        foreach (var file in Directory.GetFiles(Path, "journal.db*"))
            System.IO.File.Copy(file, copy.File(System.IO.Path.GetFileName(file)));
        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
