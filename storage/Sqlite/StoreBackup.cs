using System.Globalization;
using OneLead.Storage.Sqlite.Journal;

namespace OneLead.Storage.Sqlite;

/// <summary>The size of a backup.</summary>
/// <param name="Rows">The number of journal rows of all tenants.</param>
/// <param name="Bytes">The size of the files.</param>
public sealed record BackupReport(long Rows, long Bytes);

/// <summary>A backup cannot be created or restored. The message is for users.</summary>
public sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Backs up and restores an embedded store, which may be in use. The journal is copied last, so that it contains every row
/// of the snapshots. The index is not copied; it is rebuilt from the journal.
/// </summary>
public static class StoreBackup
{
    private const string Partial = ".partial";

    /// <summary>
    /// Copies the store in <paramref name="data"/> to the new folder <paramref name="backup"/>, which appears when it is
    /// complete and durable.
    /// </summary>
    /// <exception cref="BackupException">There is no store, the folder exists, or the copy cannot be written or verified.</exception>
    public static BackupReport Create(string data, string backup)
    {
        var (from, target) = (new StoreFiles(data), Path.TrimEndingDirectorySeparator(Path.GetFullPath(backup)));
        if (!Directory.Exists(data) || Directory.GetFiles(data, "*.db*").Length == 0)
            throw new BackupException($"There is no store in {data}.");
        if (Path.Exists(target))
            throw new BackupException($"{target} exists already: name a new folder.");
        var partial = new StoreFiles(target + Partial);
        return Guard($"{data} could not be backed up to {target}", from, () =>
        {
            from.ThrowIfJournalIsLost();
            if (Directory.Exists(partial.Directory))
                Directory.Delete(partial.Directory, recursive: true);
            PrivateFiles.Secure(partial.Directory);
            CopyAll(from, partial, partial.Journal);
            var rows = Check(partial);
            PrivateFiles.Secure(partial.Directory);
            Directory.Move(partial.Directory, target);
            return new BackupReport(rows, Size(target));
        });
    }

    /// <summary>Restores a backup to <paramref name="data"/>, which must not contain a store.</summary>
    /// <exception cref="BackupException">There is no backup, it is damaged, the directory contains a store, or it cannot be
    /// written.</exception>
    /// <exception cref="StoreOwnedException">A process owns the directory.</exception>
    public static BackupReport Restore(string backup, string data)
    {
        var (from, to) = (new StoreFiles(backup), new StoreFiles(data));
        if (!File.Exists(from.Journal))
            throw new BackupException($"There is no backup in {backup}.");
        return Guard($"{backup} could not be restored to {data}", from, () =>
        {
            PrivateFiles.Secure(data);
            using var owned = StoreLock.Take(data);
            if (File.Exists(to.Journal))
                throw new BackupException($"{data} has a store: move it away first.");
            var rows = Check(from);
            // Deletes remains of a lost store, which would not match the restored journal.
            foreach (var rest in new[] { to.Index, to.Snapshots, to.State, to.Journal, to.Journal + Partial })
                StoreFiles.Delete(rest);
            CopyAll(from, to, to.Journal + Partial);
            File.Move(to.Journal + Partial, to.Journal);
            PrivateFiles.Secure(data);
            return new BackupReport(rows, Size(data));
        });
    }

    private static void CopyAll(StoreFiles from, StoreFiles to, string journal)
    {
        foreach (var (source, copy) in new[] { (from.Snapshots, to.Snapshots), (from.State, to.State), (from.Journal, journal) })
        {
            if (!File.Exists(source))
                continue;
            try
            {
                Copy(source, copy);
            }
            catch (SqliteError e) when (e.IsCorruption && from.IsDerived(source))
            {
                // Damaged snapshots are left out: they are rebuilt from the journal.
                StoreFiles.Delete(copy);
            }
        }
    }

    // VACUUM INTO is one read transaction, so the copy is consistent.
    private static void Copy(string source, string copy)
    {
        using (var reader = Connection.OpenReader(source))
            reader.Execute(string.Create(
                CultureInfo.InvariantCulture, $"VACUUM INTO '{copy.Replace("'", "''", StringComparison.Ordinal)}'"));
        using var file = File.OpenHandle(copy, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }

    // Checks every page of the journal and the checksum of every row.
    private static long Check(StoreFiles files)
    {
        using var connection = Connection.OpenReader(files.Journal);
        using (var check = connection.PrepareOnce("PRAGMA quick_check"))
        {
            if (!check.Step() || check.Text(0) != "ok")
                throw new CorruptJournalException($"{files.Journal} is damaged: {check.Text(0)}.\nUse another backup.");
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
        if (rows == 0 && File.Exists(files.Snapshots))
        {
            using var snapshots = Connection.OpenReader(files.Snapshots);
            if (snapshots.Scalar("SELECT max(head) FROM flushed") is var head and > 0)
                throw files.JournalIsEmpty(head);
        }
        return rows;
    }

    private static long Size(string directory) => new DirectoryInfo(directory).EnumerateFiles("*.db").Sum(f => f.Length);

    private static T Guard<T>(string failure, StoreFiles from, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is SqliteError or CorruptJournalException or IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"{failure}: {(e is SqliteError error ? from.Explain(error) : e).Message}", e);
        }
    }
}
