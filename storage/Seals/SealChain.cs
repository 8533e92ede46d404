using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OneLead.Storage;

/// <summary>Makes the seals of a tenant's journal, and compares them with its rows.</summary>
public sealed class SealChain : IDisposable
{
    /// <summary>The length of a row's digest in a seal.</summary>
    public const int DigestBytes = 8;

    private readonly HMACSHA256 _row;
    private readonly IncrementalHash _seal;
    private readonly byte[] _mac = new byte[HMACSHA256.HashSizeInBytes];
    private readonly List<byte> _digests = [];
    private long _after, _last;

    /// <param name="key">The master key, of which a key for each purpose is derived.</param>
    public SealChain(MasterKey key, string tenant)
    {
        _row = new HMACSHA256(key.Derive("journal row", tenant));
        _seal = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Derive("journal seal", tenant));
    }

    /// <summary>Begins a seal.</summary>
    /// <param name="former">The seal before it; null for the first.</param>
    public void Begin(JournalSeal? former)
    {
        _digests.Clear();
        (_after, _last) = (former?.Through ?? 0, former?.Through ?? 0);
        // Forgets what an unfinished seal added.
        _seal.TryGetHashAndReset(_mac, out _);
        _seal.AppendData(former?.Mac ?? new byte[HMACSHA256.HashSizeInBytes]);
        Append(_after);
    }

    /// <summary>The number of rows of the seal that was begun.</summary>
    public int Rows => _digests.Count / DigestBytes;

    /// <summary>Adds the next row.</summary>
    /// <exception cref="CorruptJournalException">It is not the next row: one is missing, or one is there twice.</exception>
    public void Add(long sequence, ReadOnlySpan<byte> content)
    {
        if (sequence != _last + 1)
            throw new CorruptJournalException(
                sequence > _last + 1 ? $"Row {_last + 1} of the journal is missing." : $"Row {sequence} of the journal is there twice.",
                sequence > _last + 1 ? _last + 1 : sequence);
        _last = sequence;
        _row.TryComputeHash(content, _mac, out _);
        _seal.AppendData(_mac);
        _digests.AddRange(_mac.AsSpan(0, DigestBytes));
    }

    /// <summary>Ends the seal.</summary>
    public JournalSeal End()
    {
        Append(_last);
        return new JournalSeal(_after, _last, _seal.GetHashAndReset(), [.. _digests]);
    }

    /// <summary>Compares a stored seal with the one that was made of the same rows now.</summary>
    /// <returns>Null if they are equal; else the first row that differs, and why.</returns>
    public static (long Row, string Problem)? Difference(JournalSeal stored, JournalSeal made) =>
        FindChanged(stored, made) is { } changed ?
            (changed, $"Row {changed} of the journal is not the one that was sealed: it was changed.")
        : made.Through < stored.Through ? (made.Through + 1, $"Row {made.Through + 1} of the journal is missing: it was sealed.")
        : made.Through == stored.Through && made.Digests.AsSpan().SequenceEqual(stored.Digests)
            && CryptographicOperations.FixedTimeEquals(stored.Mac, made.Mac) ? null
        : (stored.After + 1, $"The seal of the rows {stored.After + 1} to {stored.Through} was changed, or the one before it.");

    /// <summary>Returns the first row whose digest differs, of those that both seals have.</summary>
    public static long? FindChanged(JournalSeal stored, JournalSeal made)
    {
        for (var at = 0; at + DigestBytes <= Math.Min(stored.Digests.Length, made.Digests.Length); at += DigestBytes)
        {
            if (!stored.Digests.AsSpan(at, DigestBytes).SequenceEqual(made.Digests.AsSpan(at, DigestBytes)))
                return stored.After + 1 + at / DigestBytes;
        }
        return null;
    }

    private void Append(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _seal.AppendData(bytes);
    }

    public void Dispose()
    {
        _row.Dispose();
        _seal.Dispose();
    }
}
