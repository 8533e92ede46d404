using System.Collections.Immutable;
using System.Security.Cryptography;
using OneLead.Accounts;
using OneLead.Events;
using OneLead.Storage;

namespace OneLead.Hosting;

internal sealed class Verification(IJournal journal, Directories directories, AccountFold fold) : IVerification
{
    public async Task<VerificationReport> Verify(string tenant, IProgress<int>? accounts = null, CancellationToken cancellation = default)
    {
        var (directory, head) = (directories.Of(tenant), journal.Head(tenant));
        var (all, rows) = (new SortedSet<string>(StringComparer.Ordinal), 0L);
        await foreach (var row in journal.ReadAll(tenant, 0, cancellation))
        {
            rows++;
            if (!row.Event.Kind.IsTenantWide() && row.Event.Kind != EventKind.Link)
                all.Add(directory.RootOf(row.Home));
        }
        var different = ImmutableArray.CreateBuilder<string>();
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var done = 0;
        foreach (var account in all)
        {
            var kept = AccountCodec.Canonical((await fold.Load(tenant, account)).State);
            var folded = AccountCodec.Canonical(await fold.Refold(tenant, account, directory.LinksOf(account), head));
            if (!kept.AsSpan().SequenceEqual(folded))
                different.Add(account);
            digest.AppendData(System.Text.Encoding.UTF8.GetBytes(account));
            digest.AppendData(folded);
            accounts?.Report(++done);
        }
        return new VerificationReport(all.Count, rows, different.ToImmutable(), Convert.ToHexStringLower(digest.GetHashAndReset()));
    }
}
