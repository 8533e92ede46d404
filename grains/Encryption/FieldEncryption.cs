using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OneLead.Events;
using OneLead.Storage;

namespace OneLead.Encryption;

/// <summary>
/// Encrypts the sensitive fields of each person with a key of their own, and those that are about no person with a key of the tenant.
/// These keys are stored, encrypted with a key that derives from the master key, which is not in the store.
/// </summary>
internal sealed class FieldEncryption(MasterKey master, IFieldKeyStore keys, IStateStore states) : IFieldEncryption
{
    /// <summary>The state whose tag changes when a key is destroyed, so that nodes forget the keys that they hold.</summary>
    public const string Erasures = "field-erasures";

    private readonly ConcurrentDictionary<string, TenantKeys> _tenants = new(StringComparer.Ordinal);

    public async ValueTask<ImmutableArray<ChangeEvent>> EncryptAsync(
        string tenant, ImmutableArray<ChangeEvent> events, CancellationToken cancellation = default)
    {
        if (!events.Any(static e => SensitiveFields.AreIn(e.Kind)))
            return events;
        var of = Of(tenant);
        // Whose each field is; null for one that stays as it is.
        var subjects = events.Select(e => e.Data.Fields.Select(f => Encrypts(e.Kind, f) ? of.Subject(e.Kind, e.Entity, f.Value)
            : (UInt128?)null).ToArray()).ToArray();
        var known = await FindOrAddAsync(
            tenant, of, [.. subjects.SelectMany(static s => s).OfType<UInt128>()], cancellation);
        return known.Count == 0 ? events : [.. events.Zip(subjects, Encrypt)];

        ChangeEvent Encrypt(ChangeEvent e, UInt128?[] subjectOf) => Array.TrueForAll(subjectOf, static s => s is null)
            ? e
            : e with { Data = EventData.OfSorted([.. e.Data.Fields.Zip(subjectOf, (f, s) => f with { Value = Value(e, f, s) })]) };

        FieldValue Value(ChangeEvent e, EventField field, UInt128? of) =>
            of is not { } subject ? field.Value
            : known[subject] is { } key ? FieldCipher.Encrypt(key, subject, Place(e.Kind, e.Entity, field.Name), field.Value)
            : FieldValue.Null;
    }

    public ValueTask<EventData> DecryptAsync(
        string tenant, EventKind kind, string entity, EventData fields, CancellationToken cancellation = default) =>
        fields.Fields.Any(static f => f.Value.IsEncrypted())
            ? DecryptAsync(tenant, Of(tenant), kind, entity, fields, cancellation)
            : new(fields);

    public async ValueTask PrepareAsync(string tenant, EventKind kind, CancellationToken cancellation = default)
    {
        var of = Of(tenant);
        if (!SensitiveFields.AreIn(kind) || of.IsComplete)
            return;
        foreach (var key in await keys.ReadAllAsync(tenant, cancellation))
            of.Note(key);
        of.IsComplete = true;
    }

    public async ValueTask EraseAsync(string tenant, string contact, CancellationToken cancellation = default)
    {
        var of = Of(tenant);
        await keys.DestroyAsync(tenant, of.Subject(EventKind.Contact, contact, default), cancellation);
        // Tells the other nodes. What is written does not matter.
        while (true)
        {
            var tag = await states.ReadTagAsync(Erasures, tenant, cancellation);
            if (await states.WriteAsync(Erasures, tenant, [], tag, cancellation) is not null)
                break;
        }
        Forget(tenant);
    }

    /// <summary>Forgets the keys that are in memory.</summary>
    public void Forget(string tenant) => _tenants.TryRemove(tenant, out _);

    private async ValueTask<EventData> DecryptAsync(
        string tenant, TenantKeys of, EventKind kind, string entity, EventData fields, CancellationToken cancellation)
    {
        var unknown = fields.Fields.Select(static f => FieldCipher.SubjectOf(f.Value)).OfType<UInt128>().Where(s => !of.TryGet(s, out _))
            .ToHashSet();
        if (unknown.Count > 0)
        {
            foreach (var key in await keys.FindAsync(tenant, [.. unknown], cancellation))
                of.Note(key);
        }
        return EventData.OfSorted([.. fields.Fields.Select(f => f.Value.IsEncrypted() ? f with { Value = Value(f) } : f)]);

        FieldValue Value(EventField field) =>
            FieldCipher.SubjectOf(field.Value) is { } subject && of.TryGet(subject, out var key) && key is not null
            && FieldCipher.Decrypt(key, Place(kind, entity, field.Name), field.Value) is { } value
                ? value
                : FieldValue.Null;
    }

    // The keys of subjects; null for those that were destroyed.
    private async ValueTask<Dictionary<UInt128, byte[]?>> FindOrAddAsync(
        string tenant, TenantKeys of, HashSet<UInt128> subjects, CancellationToken cancellation)
    {
        var known = new Dictionary<UInt128, byte[]?>(subjects.Count);
        foreach (var subject in subjects)
        {
            if (of.TryGet(subject, out var key))
                known.Add(subject, key);
        }
        var unknown = subjects.Where(s => !known.ContainsKey(s)).ToImmutableArray();
        if (unknown.Length == 0)
            return known;
        var found = await keys.FindAsync(tenant, unknown, cancellation);
        var missing = unknown.Except(found.Select(static k => k.Subject)).Select(of.NewKey).ToImmutableArray();
        if (missing.Length > 0)
            found = found.AddRange(await keys.AddAsync(tenant, missing, cancellation));
        foreach (var key in found)
            known.Add(key.Subject, of.Note(key));
        return known;
    }

    private TenantKeys Of(string tenant) => _tenants.GetOrAdd(tenant, t => new TenantKeys(master, t));

    private static bool Encrypts(EventKind kind, EventField field) =>
        !field.Value.IsNull && SensitiveFields.Contains(kind, field.Name) && !field.Value.IsEncrypted();

    private static string Place(EventKind kind, string entity, string field) => $"{Wire.Name(kind)}\n{field}\n{entity}";

    /// <summary>The keys of a tenant that are known, decrypted.</summary>
    private sealed class TenantKeys(MasterKey master, string tenant)
    {
        private readonly ConcurrentDictionary<UInt128, byte[]?> _keys = new();
        private readonly byte[] _wrapping = master.Derive("field keys", tenant), _subjects = master.Derive("field subjects", tenant);

        /// <summary>True if every key of the tenant is known, apart from those that other nodes added later.</summary>
        public bool IsComplete { get; set; }

        public UInt128 Subject(EventKind kind, string entity, FieldValue value) => FieldKey.SubjectOf(HMACSHA256.HashData(
            _subjects, Encoding.UTF8.GetBytes(SensitiveFields.PersonOf(kind, entity, value) is { } person ? "person\n" + person : "tenant"))
            .AsSpan(0, 16));

        /// <param name="key">Null if it was destroyed.</param>
        public bool TryGet(UInt128 subject, out byte[]? key) => _keys.TryGetValue(subject, out key);

        public byte[]? Note(FieldKey stored) =>
            _keys[stored.Subject] = stored.Wrapped is { } wrapped ? Unwrap(stored.Subject, wrapped) : null;

        public FieldKey NewKey(UInt128 subject) => new(
            subject,
            AuthenticatedBytes.Encrypt(_wrapping, FieldKey.Bytes(subject), RandomNumberGenerator.GetBytes(FieldCipher.KeyBytes)));

        private byte[] Unwrap(UInt128 subject, byte[] wrapped) =>
            AuthenticatedBytes.Decrypt(_wrapping, FieldKey.Bytes(subject), wrapped);
    }
}
