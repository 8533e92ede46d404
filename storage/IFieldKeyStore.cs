using System.Buffers.Binary;
using System.Collections.Immutable;

namespace OneLead.Storage;

/// <summary>A key for the sensitive fields of one person or tenant.</summary>
/// <param name="Subject">Whose it is: 16 bytes that tell nothing without the master key.</param>
/// <param name="Wrapped">The key, encrypted with a key that is not in the store; null if it was destroyed.</param>
public readonly record struct FieldKey(UInt128 Subject, byte[]? Wrapped)
{
    /// <summary>A subject as it is stored.</summary>
    public static byte[] Bytes(UInt128 subject)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, subject);
        return bytes;
    }

    public static UInt128 SubjectOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt128BigEndian(bytes);
}

/// <summary>Stores the keys of sensitive fields, which are encrypted themselves.</summary>
public interface IFieldKeyStore
{
    /// <summary>Returns the keys of subjects, destroyed ones included; subjects without a key are left out.</summary>
    ValueTask<ImmutableArray<FieldKey>> FindAsync(
        string tenant, ImmutableArray<UInt128> subjects, CancellationToken cancellation = default);

    /// <summary>Returns the keys of a tenant.</summary>
    ValueTask<ImmutableArray<FieldKey>> ReadAllAsync(string tenant, CancellationToken cancellation = default);

    /// <summary>Stores keys in one commit. A subject that has a key already, or had one, keeps it.</summary>
    /// <returns>The keys as they are stored now, in any order.</returns>
    /// <exception cref="JournalUnavailableException">They could not be stored. Try again.</exception>
    ValueTask<ImmutableArray<FieldKey>> AddAsync(string tenant, ImmutableArray<FieldKey> keys, CancellationToken cancellation = default);

    /// <summary>Destroys the key of a subject, also before it has one. Durable when it returns. Can be repeated.</summary>
    /// <exception cref="JournalUnavailableException">It could not be destroyed. Try again.</exception>
    ValueTask DestroyAsync(string tenant, UInt128 subject, CancellationToken cancellation = default);
}
