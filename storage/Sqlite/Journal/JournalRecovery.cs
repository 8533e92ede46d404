using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>
/// What is checked and rebuilt before the journal answers: the log's last rows are read and compared with their
/// checksums, an index that does not follow from the log is thrown away, and rows after the index go into the tail.
/// </summary>
internal static partial class JournalRecovery
{
    /// <summary>How many of each tenant's last rows are checked at every start; the others are checked whenever they are read.</summary>
    private const int CheckedRows = 256;
    private const int PageRows = 1_000;

    /// <exception cref="CorruptJournalException">The log is damaged.</exception>
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

    /// <summary>Opens the index, or a new one when the old one is damaged or follows from another log.</summary>
    public static IndexTable OpenIndex(StoreFiles files, JournalTable log, int partBits, ILogger logger)
    {
        IndexTable? index = null;
        try
        {
            if (StoreFiles.IsMarkedDamaged(files.Index))
                throw new InvalidDataException("It was found damaged.");
            index = new IndexTable(files.Index, partBits);
            foreach (var (tenant, (sequence, checksum)) in index.Progress())
            {
                if (log.Find(RowId.Of(tenant, sequence), withData: false)?.Checksum != checksum)
                    throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"It ends with row {sequence} of tenant number {tenant}, which the journal does not have."));
            }
            return index;
        }
        catch (Exception e) when (e is InvalidDataException or SqliteError { IsCorruption: true })
        {
            index?.Dispose();
            IndexDiscarded(logger, files.Index, e.Message);
            StoreFiles.Delete(files.Index);
            return new IndexTable(files.Index, partBits);
        }
    }

    /// <summary>Reads the rows after the index into the tail; when they are more than it holds, the index is brought up first.</summary>
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
                index.Checkpoint();
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} is rebuilt from the journal. {Reason}")]
    private static partial void IndexDiscarded(ILogger logger, string file, string reason);
}
