namespace OneLead.Storage.Sqlite.Journal;

/// <summary>Packs (tenant, sequence) into the integer primary key of a row.</summary>
internal static class RowId
{
    private const int SequenceBits = 40;
    public const long MaxSequence = (1L << SequenceBits) - 1;

    public static long Of(int tenant, long sequence) => ((long)tenant << SequenceBits) | Math.Clamp(sequence, 0, MaxSequence);
    public static int Tenant(long id) => (int)(id >> SequenceBits);
    public static long Sequence(long id) => id & MaxSequence;
}
