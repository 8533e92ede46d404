using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>
/// Recovers the journal at start: checks the last rows against their checksums, discards an index that does not match the
/// journal, and adds the rows after the index to the memory index.
/// </summary>
internal static partial class JournalRecovery
{
    /// <summary>The number of each tenant's last rows that every start checks. Other rows are checked when they are read.</summary>
    private const int CheckedRows = 256;
    private const int PageRows = 1_000;

    /// <exception cref="CorruptJournalException">The journal is damaged.</exception>
    public static ImmutableDictionary<string, SqliteTenantHead> CheckLog(JournalTable log)
    {
        var heads = log.Heads();
        var rows = new List<LogRow>();
        foreach (var head in heads.Where(h => h.Sequence > 0))
        {
            var from = Math.Max(0, head.Sequence - CheckedRows);
            rows.Clear();
            log.Range(head.Number, from, head.Sequence, CheckedRows, withData: true, rows);
            JournalTable.ThrowIfShort(head.Number, from + rows.Count, head.Sequence);
        }
        return heads.Where(h => h.Sequence > 0).ToImmutableDictionary(h => h.Name);
    }

    /// <summary>Opens the index. Creates a new one if it is damaged or belongs to another journal.</summary>
    public static IndexTable OpenIndex(StoreFiles files, JournalTable log, int partBits, ILogger logger)
    {
        IndexTable? index = null;
        try
        {
            if (StoreFiles.IsMarkedDamaged(files.Index))
                throw new InvalidDataException("It was marked as damaged.");
            index = new IndexTable(files.Index, partBits);
            foreach (var (tenant, (sequence, checksum)) in index.Progress())
            {
                if (log.Find(RowId.Of(tenant, sequence), withData: false)?.Checksum != checksum)
                    throw new InvalidDataException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"It ends at row {sequence} of tenant number {tenant}, which the journal does not have."));
            }
            return index;
        }
        catch (Exception e) when (e is InvalidDataException || e is SqliteError { IsCorruption: true } error && error.File == files.Index)
        {
            index?.Dispose();
            IndexDiscarded(logger, files.Index, e.Message);
            StoreFiles.Delete(files.Index);
            return new IndexTable(files.Index, partBits);
        }
    }

    /// <summary>Reads the rows after the index into the memory index, and stores segments in the file when it is full.</summary>
    public static void CatchUp(JournalTable log, IEnumerable<SqliteTenantHead> heads, IndexTable index, MemoryIndex tail, int segmentRows)
    {
        var progress = index.Progress();
        var page = new List<LogRow>(PageRows);
        var postings = new List<Posting>(PageRows * 4);
        foreach (var head in heads)
        {
            var from = progress.GetValueOrDefault(head.Number).Sequence;
            while (from < head.Sequence)
            {
                page.Clear();
                log.Range(head.Number, from, head.Sequence, PageRows, withData: false, page);
                from += page.Count;
                JournalTable.ThrowIfShort(head.Number, from, page.Count == PageRows ? from : head.Sequence);
                postings.Clear();
                page.ForEach(row => index.Hash.Of(row, postings));
                index.Known.Add(postings);
                tail.Add(page, postings);
                if (tail.Rows < segmentRows)
                    continue;
                index.Store(tail.Seal()!);
                tail.Drop();
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The index {File} is rebuilt from the journal. {Reason}")]
    private static partial void IndexDiscarded(ILogger logger, string file, string reason);
}
