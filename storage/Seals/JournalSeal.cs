namespace OneLead.Storage;

/// <summary>
/// A seal over the rows of a tenant's journal with <paramref name="After"/> &lt; sequence ≤ <paramref name="Through"/>. Each seal
/// begins where the former one ends.
/// </summary>
/// <param name="Mac">HMAC-SHA-256 over the former seal's MAC and every stored column of the rows.
/// Whoever lacks the key cannot make it.</param>
/// <param name="Digests"><see cref="SealChain.DigestBytes"/> bytes of each row's own MAC. They tell which row was changed.</param>
public sealed record JournalSeal(long After, long Through, byte[] Mac, byte[] Digests);

/// <summary>Takes the stored columns of a row. The bytes are valid during the call.</summary>
public delegate void SealedRow(long sequence, ReadOnlySpan<byte> content);

/// <summary>
/// Stores the seals of journals beside them, and reads rows as they are stored: every column, encoded in the same way in every store,
/// so that seals stay valid when a store is moved.
/// </summary>
public interface ISealStore
{
    /// <summary>Returns the last seal of a tenant; null if there is none.</summary>
    ValueTask<JournalSeal?> FindLastAsync(string tenant, CancellationToken cancellation = default);

    /// <summary>Returns the seal that begins after a row; null if there is none.</summary>
    ValueTask<JournalSeal?> FindAsync(string tenant, long after, CancellationToken cancellation = default);

    /// <summary>Adds seals behind the last one, all or none.</summary>
    /// <returns>False if <paramref name="former"/> is not the last seal that is stored.</returns>
    ValueTask<bool> AddAsync(
        string tenant, JournalSeal? former, IReadOnlyList<JournalSeal> seals, CancellationToken cancellation = default);

    /// <summary>Visits the stored rows of a tenant with <paramref name="after"/> &lt; sequence ≤ <paramref name="upTo"/>,
    /// in order.</summary>
    /// <exception cref="CorruptJournalException">A row does not match its checksum.</exception>
    ValueTask VisitAsync(string tenant, long after, long upTo, SealedRow visit, CancellationToken cancellation = default);
}
