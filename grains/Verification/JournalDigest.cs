using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using OneLead.Accounts;
using OneLead.Events;
using OneLead.Journal;
using OneLead.Storage;

namespace OneLead.Verification;

/// <summary>What the journal of a tenant says.</summary>
/// <param name="Digest">As <see cref="VerificationReport.Digest"/>: over the accounts that follow from the rows.</param>
/// <param name="RowDigest">SHA-256 over the rows themselves, in hex.</param>
public sealed record JournalDigest(long Rows, int Accounts, string Digest, string RowDigest)
{
    /// <summary>Computes the digest of a journal without a silo. No process may write to it meanwhile.</summary>
    /// <param name="accounts">Told after each account.</param>
    public static async Task<JournalDigest> OfAsync(
        Store store, string tenant, IProgress<int>? accounts = null, CancellationToken cancellation = default)
    {
        using var tails = new JournalTails(store.Journal);
        var tail = tails.Of(tenant);
        await tail.ReadOnAsync(cancellation);
        var fold = new AccountFold(store.Journal, store.Snapshots, tails, NullLogger<AccountFold>.Instance);
        using var rowDigest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (all, rows) = (new SortedSet<string>(StringComparer.Ordinal), 0L);
        await foreach (var row in store.Journal.ReadAllAsync(tenant, 0, cancellation))
        {
            rows++;
            AddTo(rowDigest, row);
            if (AccountOf(row, tail.Links) is { } account)
                all.Add(account);
        }
        using var digest = new AccountsDigest();
        var done = 0;
        foreach (var account in all)
        {
            cancellation.ThrowIfCancellationRequested();
            digest.Add(account, CanonicalState.Of(await fold.RefoldAsync(tenant, account, tail.Links.LinksOf(account), tail.Head)));
            accounts?.Report(++done);
        }
        return new(rows, all.Count, digest.End(), Convert.ToHexStringLower(rowDigest.GetHashAndReset()));
    }

    /// <summary>The account whose state a row changes; null if it changes none.</summary>
    internal static string? AccountOf(JournalEntry row, AccountDirectory links) =>
        row.Event.Kind.IsTenantWide() || row.Event.Kind == EventKind.Link || ReservedKeys.IsReserved(row.Home)
            ? null
            : links.AccountOf(row.Home);

    private static void AddTo(IncrementalHash digest, JournalEntry row)
    {
        var e = row.Event;
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach (var value in (ReadOnlySpan<long>)[row.Sequence, row.ReceivedAt.UtcTicks, e.OccurredAt.UtcTicks, e.Version])
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, value);
            digest.AppendData(number);
        }
        foreach (var text in (ReadOnlySpan<string?>)[row.Home, row.Former, e.Account, Wire.Name(e.Kind), e.Entity, e.Source, e.SourceId])
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, text?.Length ?? -1);
            digest.AppendData(number);
            digest.AppendData(Encoding.UTF8.GetBytes(text ?? ""));
        }
        digest.AppendData(e.Data.ToJson());
        if (e.Author is { } author)
            digest.AppendData(Encoding.UTF8.GetBytes(author.ToString()));
    }
}

/// <summary>SHA-256 over the states of accounts, in the order of their ids.</summary>
internal sealed class AccountsDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(string account, byte[] state)
    {
        _hash.AppendData(Encoding.UTF8.GetBytes(account));
        _hash.AppendData(state);
    }

    public string End() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
