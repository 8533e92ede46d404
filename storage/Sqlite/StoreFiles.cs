using System.Globalization;

namespace OneLead.Storage.Sqlite;

/// <summary>The files of a data directory. All except the journal and the state are rebuilt if they are deleted.</summary>
internal sealed record StoreFiles(string Directory)
{
    private const string DamagedSuffix = ".damaged";
    public const string RebuildsIndex = "Restart OneLead: it rebuilds the index from the journal.";
    public const string RebuildsSnapshots = "Restart OneLead: it rebuilds the snapshots from the journal.";
    private const string Restore = "Restore a backup with 'onelead restore'";

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
    public static void MarkDamaged(string database)
    {
        try { File.WriteAllText(database + DamagedSuffix, ""); }
        // Nothing can be written now. The next start finds the damage again.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }

    public static bool IsMarkedDamaged(string database) => File.Exists(database + DamagedSuffix);

    /// <summary>True for a database that is computed from the journal.</summary>
    public bool IsDerived(string database) => database == Index || database == Snapshots;

    /// <summary>Throws if other files are there without their journal. SQLite would begin an empty one.</summary>
    /// <exception cref="CorruptJournalException">The journal is missing or empty.</exception>
    public void ThrowIfJournalIsLost()
    {
        if (new FileInfo(Journal) is { Exists: true, Length: > 0 })
            return;
        if (new[] { Journal + "-wal", Index, Snapshots, State }.FirstOrDefault(f => new FileInfo(f) is { Exists: true, Length: > 0 })
            is { } other)
        {
            throw new CorruptJournalException(
                $"{Journal} is missing, but {Path.GetFileName(other)} is there.\n{Restore}, or move all files of the directory away to "
                + "begin with an empty store.");
        }
    }

    /// <summary>The journal has no rows, but there are snapshots of its rows.</summary>
    public CorruptJournalException JournalIsEmpty(long head) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Journal} has no rows, but snapshots.db was written at row {head}.\n{Restore}, or move all files of the directory away to ")
        + "begin with an empty store.");

    /// <summary>The journal has lost its last rows.</summary>
    public StoreDamage JournalIsShort(long last, long head) => new(
        Journal,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Journal} ends at row {last}, but snapshots.db was written at row {head}. The rows between are lost.\n{Restore} if it has ")
        + "them.",
        false);

    /// <summary>Says why a file cannot be opened, and what to do.</summary>
    public Exception Explain(SqliteError e) =>
        e.File == State && e.IsCorruption ? new InvalidDataException(
            $"{State} is damaged: {e.Message}.\n"
                + $"{Restore}, or move this file away: dead letters and the list of imports then begin empty.", e)
        : e.IsCorruption ? new CorruptJournalException(
            $"{Journal} is damaged: {e.Message}.\n{Restore}; index.db and snapshots.db can be deleted.", 0, e)
        : new JournalUnavailableException($"{e.File} cannot be opened: {e.Message}.\n{StoreAdvice.For(e) ?? "Look at the disk."}", e);
}
