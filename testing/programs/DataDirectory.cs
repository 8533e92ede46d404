namespace OneLead.Testing;

/// <summary>A data directory that goes with its owner.</summary>
/// <param name="path">Null: a new one among the machine's temporary files.</param>
public sealed class DataDirectory(string? path = null) : IDisposable
{
    public string Path { get; } = path is null
        ? Directory.CreateTempSubdirectory("onelead-e2e-").FullName : Directory.CreateDirectory(path).FullName;

    /// <summary>What <c>ONELEAD__Storage</c> says to programs that run on it; null: nothing.</summary>
    public string? Storage { get; init; }

    /// <summary>The main file of the program that runs on it; null: as it is built here.</summary>
    public string? Program { get; set; }

    /// <summary>The longest time until a server on it is ready, in seconds.</summary>
    public int ReadyWithin { get; init; } = 30;

    /// <summary>More environment variables of programs that run on it.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Another directory with nothing but the journal.</summary>
    public DataDirectory JournalAlone() => Copy("journal.db*");

    /// <summary>Another directory with the same files.</summary>
    public DataDirectory Copy(string pattern = "*.db*")
    {
        var copy = new DataDirectory();
        foreach (var file in Directory.GetFiles(Path, pattern))
            System.IO.File.Copy(file, copy.File(System.IO.Path.GetFileName(file)));
        TemporaryData.CopyKey(Path, copy.Path);
        return copy;
    }

    public void Dispose() => TemporaryData.Delete(Path);
}
