namespace OneLead.Storage.Sqlite.Journal;

/// <summary>A row of the log is numbered (tenant, sequence) in one integer, which SQLite stores as the row's own place.</summary>
internal static class RowId
{
    private const int SequenceBits = 40;
    public const long MaxSequence = (1L << SequenceBits) - 1;

    public static long Of(int tenant, long sequence) => ((long)tenant << SequenceBits) | Math.Clamp(sequence, 0, MaxSequence);
    public static int Tenant(long id) => (int)(id >> SequenceBits);
    public static long Sequence(long id) => id & MaxSequence;
}
