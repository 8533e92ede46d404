using System.Collections.Immutable;

namespace OneLead.Storage;

/// <summary>Dead letters whose content is encrypted in the store, because it may hold what is known of persons.</summary>
public sealed class SecretDeadLetters(IDeadLetterStore store, SecretBytes secret) : IDeadLetterStore
{
    public ValueTask<ImmutableArray<long>> AddAsync(
        string tenant, ImmutableArray<NewDeadLetter> letters, CancellationToken cancellation = default) =>
        store.AddAsync(tenant, [.. letters.Select(l => Encrypted(tenant, l))], cancellation);

    public async ValueTask<ImmutableArray<DeadLetter>> ListAsync(
        string tenant, string? source, DeadLetterState? state, long after, int limit, CancellationToken cancellation = default) =>
        [.. (await store.ListAsync(tenant, source, state, after, limit, cancellation)).Select(Decrypted)];

    public async ValueTask<DeadLetter?> FindAsync(string tenant, long id, CancellationToken cancellation = default) =>
        await store.FindAsync(tenant, id, cancellation) is { } found ? Decrypted(found) : null;

    public async ValueTask<DeadLetter?> UpdateAsync(DeadLetter changed, CancellationToken cancellation = default) =>
        await store.UpdateAsync(changed with { Letter = Encrypted(changed.Tenant, changed.Letter) }, cancellation) is { } updated
            ? Decrypted(updated)
            : null;

    public ValueTask<ImmutableArray<DeadLetterCount>> CountAsync(string tenant, CancellationToken cancellation = default) =>
        store.CountAsync(tenant, cancellation);

    private NewDeadLetter Encrypted(string tenant, NewDeadLetter letter) =>
        letter with { Content = secret.Encrypt(Place(tenant, letter), letter.Content) };

    private DeadLetter Decrypted(DeadLetter stored) => stored with
    {
        Letter = stored.Letter with { Content = secret.Decrypt(Place(stored.Tenant, stored.Letter), stored.Letter.Content) },
    };

    private static string Place(string tenant, NewDeadLetter letter) => $"letter {tenant}/{letter.Source}/{letter.SourceId}";
}
