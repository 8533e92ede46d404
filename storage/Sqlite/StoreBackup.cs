using System.Globalization;
using OneLead.Storage.Sqlite.Journal;

namespace OneLead.Storage.Sqlite;

/// <summary>What a backup holds.</summary>
/// <param name="Rows">The rows of all tenants' journals.</param>
/// <param name="Bytes">The size of its files.</param>
public sealed record BackupReport(long Rows, long Bytes);

/// <summary>A backup cannot be made or restored as asked; the message is for people.</summary>
public sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Copies an embedded store, also one that is in use, and brings a copy back. The journal is copied last: what snapshots
/// say is in it then, and what is newer is folded from it. The index is left out, since the journal makes it anew.
/// </summary>
public static class StoreBackup
{
    private const string Partial = ".partial";

    /// <summary>Copies the store in <paramref name="data"/> to the new folder <paramref name="backup"/>, which exists only once it is whole and durable.</summary>
    /// <exception cref="BackupException">There is no store, the folder exists, or the copy cannot be written or read back.</exception>
    public static BackupReport Create(string data, string backup)
    {
        var (from, target) = (new StoreFiles(data), Path.TrimEndingDirectorySeparator(Path.GetFullPath(backup)));
        if (!File.Exists(from.Journal))
            throw new BackupException($"There is no store in {data}.");
        if (Path.Exists(target))
            throw new BackupException($"{target} exists already: name a new folder.");
        var partial = new StoreFiles(target + Partial);
        return Guard($"{data} could not be backed up to {target}", () =>
        {
            if (Directory.Exists(partial.Directory))
                Directory.Delete(partial.Directory, recursive: true);
            Directory.CreateDirectory(partial.Directory);
            CopyAll(from, partial, partial.Journal);
            var rows = Check(partial);
            Directory.Move(partial.Directory, target);
            return new BackupReport(rows, Size(target));
        });
    }

    /// <summary>Makes the store of a backup the one in <paramref name="data"/>, which must not have one.</summary>
    /// <exception cref="BackupException">There is no backup or it is damaged, the directory has a store, or it cannot be written.</exception>
    /// <exception cref="StoreOwnedException">A process owns the directory.</exception>
    public static BackupReport Restore(string backup, string data)
    {
        var (from, to) = (new StoreFiles(backup), new StoreFiles(data));
        if (!File.Exists(from.Journal))
            throw new BackupException($"There is no backup in {backup}.");
        return Guard($"{backup} could not be restored to {data}", () =>
        {
            Directory.CreateDirectory(data);
            using var owned = StoreLock.Take(data);
            if (File.Exists(to.Journal))
                throw new BackupException($"{data} has a store: move it away first.");
            var rows = Check(from);
            // What a lost store has left would be read with the journal that comes back.
            foreach (var rest in new[] { to.Index, to.Snapshots, to.State, to.Journal, to.Journal + Partial })
                StoreFiles.Delete(rest);
            CopyAll(from, to, to.Journal + Partial);
            File.Move(to.Journal + Partial, to.Journal);
            return new BackupReport(rows, Size(data));
        });
    }

    private static void CopyAll(StoreFiles from, StoreFiles to, string journal)
    {
        foreach (var (source, copy) in new[] { (from.Snapshots, to.Snapshots), (from.State, to.State), (from.Journal, journal) })
        {
            if (File.Exists(source))
                Copy(source, copy);
        }
    }

    // One transaction of SQLite's: a state as it was committed, whoever writes meanwhile.
    private static void Copy(string source, string copy)
    {
        using (var reader = Connection.OpenReader(source))
            reader.Execute(string.Create(CultureInfo.InvariantCulture, $"VACUUM INTO '{copy.Replace("'", "''", StringComparison.Ordinal)}'"));
        using var file = File.OpenHandle(copy, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }

    // Every page of the journal is read back, and every row's checksum compared.
    private static long Check(StoreFiles files)
    {
        using var connection = Connection.OpenReader(files.Journal);
        using (var check = connection.PrepareOnce("PRAGMA quick_check"))
        {
            if (!check.Step() || check.Text(0) != "ok")
                throw new BackupException($"{files.Journal} is damaged.");
        }
        var (log, rows, page) = (new JournalTable(connection), 0L, new List<LogRow>());
        foreach (var head in log.Heads())
        {
            for (var after = 0L; after < head.Sequence; after += page.Count)
            {
                page.Clear();
                log.Range(head.Number, after, head.Sequence, 1_000, withData: false, page);
                JournalTable.ThrowIfShort(head.Number, after + page.Count, Math.Min(after + 1_000, head.Sequence));
            }
            rows += head.Sequence;
        }
        return rows;
    }

    private static long Size(string directory) => new DirectoryInfo(directory).EnumerateFiles("*.db").Sum(f => f.Length);

    private static T Guard<T>(string failure, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is SqliteError or CorruptJournalException or IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"{failure}: {e.Message}", e);
        }
    }
}
