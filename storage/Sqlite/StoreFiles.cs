namespace OneLead.Storage.Sqlite;

/// <summary>The files of a data directory. All except the journal and the state are rebuilt if they are deleted.</summary>
internal sealed record StoreFiles(string Directory)
{
    public string Journal => Path.Combine(Directory, "journal.db");
    public string Index => Path.Combine(Directory, "index.db");
    public string Snapshots => Path.Combine(Directory, "snapshots.db");
    public string State => Path.Combine(Directory, "state.db");

    /// <summary>Deletes a database with its write-ahead log.</summary>
    public static void Delete(string database)
    {
        foreach (var suffix in (ReadOnlySpan<string>)["", "-wal", "-shm", DamagedSuffix])
            File.Delete(database + suffix);
    }

    /// <summary>Marks a database to be rebuilt at the next start.</summary>
    public static void MarkDamaged(string database) => File.WriteAllText(database + DamagedSuffix, "");

    public static bool IsMarkedDamaged(string database) => File.Exists(database + DamagedSuffix);

    private const string DamagedSuffix = ".damaged";
}
