using System.Collections.Immutable;
using System.Security.Cryptography;
using OneLead.Accounts;
using OneLead.Events;
using OneLead.Journal;
using OneLead.Storage;

namespace OneLead.Verification;

internal sealed class JournalVerification(IJournal journal, IIngest ingest, JournalTails tails, AccountFold fold) : IVerification
{
    private const int MostAttempts = 10;

    public async Task<VerificationReport> VerifyAsync(string tenant, IProgress<int>? accounts = null,
        CancellationToken cancellation = default)
    {
        await ingest.WaitUntilAppliedAsync(tenant, cancellation);
        var links = tails.Of(tenant).Links;
        var (all, rows) = (new SortedSet<string>(StringComparer.Ordinal), 0L);
        await foreach (var row in journal.ReadAllAsync(tenant, 0, cancellation))
        {
            rows++;
            if (!row.Event.Kind.IsTenantWide() && row.Event.Kind != EventKind.Link && !ReservedKeys.IsReserved(row.Home))
                all.Add(links.AccountOf(row.Home));
        }
        var different = ImmutableArray.CreateBuilder<string>();
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var done = 0;
        foreach (var account in all)
        {
            var (isSame, folded) = await CompareAsync(tenant, account);
            if (!isSame)
                different.Add(account);
            digest.AppendData(System.Text.Encoding.UTF8.GetBytes(account));
            digest.AppendData(folded);
            accounts?.Report(++done);
        }
        return new VerificationReport(all.Count, rows, different.ToImmutable(), Convert.ToHexStringLower(digest.GetHashAndReset()));
    }

    // Compares again when rows arrive in the meantime, because one of the two may have seen more links or days.
    private async Task<(bool IsSame, byte[] Folded)> CompareAsync(string tenant, string account)
    {
        for (var attempt = 1; ; attempt++)
        {
            var head = journal.Head(tenant);
            var kept = (await fold.LoadAsync(tenant, account)).State;
            var folded = CanonicalState.Of(await fold.RefoldAsync(tenant, account, tails.Of(tenant).Links.LinksOf(account), kept.Sequence));
            var isSame = CanonicalState.Of(kept).AsSpan().SequenceEqual(folded);
            if (isSame || attempt == MostAttempts || journal.Head(tenant) == head)
                return (isSame, folded);
        }
    }
}
