using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead;

/// <summary>
/// Encrypts sensitive fields (see <see cref="SensitiveFields"/>) before they reach the journal, and decrypts them for those who may see
/// them. In between, journal, snapshots and read models hold encrypted values only. Each contact has a key of its own, so that destroying
/// it erases the person everywhere.
/// </summary>
public interface IFieldEncryption
{
    /// <summary>
    /// Returns the events with their sensitive values encrypted. Equal values of a field and entity stay equal. Values of erased persons
    /// become null.
    /// </summary>
    /// <exception cref="Storage.JournalUnavailableException">A new key could not be stored.</exception>
    ValueTask<ImmutableArray<ChangeEvent>> EncryptAsync(
        string tenant, ImmutableArray<ChangeEvent> events, CancellationToken cancellation = default);

    /// <summary>Returns fields with their values decrypted. What cannot be decrypted, because its person was erased, is null.</summary>
    ValueTask<EventData> DecryptAsync(
        string tenant, EventKind kind, string entity, EventData fields, CancellationToken cancellation = default);

    /// <summary>Makes the keys of a kind known, so that many entities can be decrypted without a query for each.</summary>
    ValueTask PrepareAsync(string tenant, EventKind kind, CancellationToken cancellation = default);

    /// <summary>
    /// Destroys the key of a contact. Its sensitive values, stored and sent later, are null from then on. Can be repeated.
    /// </summary>
    ValueTask EraseAsync(string tenant, string contact, CancellationToken cancellation = default);
}
