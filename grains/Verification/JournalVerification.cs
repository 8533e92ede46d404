using System.Collections.Immutable;
using OneLead.Accounts;
using OneLead.Journal;
using OneLead.Storage;

namespace OneLead.Verification;

internal sealed class JournalVerification(
    IJournal journal, ISealStore seals, MasterKey key, IIngest ingest, JournalTails tails, AccountFold fold) : IVerification
{
    private const int MostAttempts = 10;

    public async Task<VerificationReport> VerifyAsync(
        string tenant, IProgress<int>? accounts = null, IServedAccounts? served = null, KnownSeal? known = null,
        CancellationToken cancellation = default)
    {
        await journal.RefreshAsync(cancellation);
        var sealReport = await SealCheck.RunAsync(seals, journal, key, tenant, known, cancellation: cancellation);
        if (sealReport.BrokenRow is not null)
            return new VerificationReport(0, 0, [], "", [], sealReport);
        await ingest.WaitUntilAppliedAsync(tenant, cancellation);
        var links = tails.Of(tenant).Links;
        var (all, rows) = (new SortedSet<string>(StringComparer.Ordinal), 0L);
        await foreach (var row in journal.ReadAllAsync(tenant, 0, cancellation))
        {
            rows++;
            if (JournalDigest.AccountOf(row, links) is { } account)
                all.Add(account);
        }
        var (different, servedWrong) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<string>());
        using var digest = new AccountsDigest();
        var done = 0;
        foreach (var account in all)
        {
            var compared = await CompareAsync(tenant, account, served, cancellation);
            if (!compared.IsSame)
                different.Add(account);
            if (compared.Served is { } difference)
                servedWrong.Add($"{account}: {difference}");
            digest.Add(account, compared.Folded);
            accounts?.Report(++done);
        }
        // Accounts that no row names, or whose keys all belong to others.
        foreach (var account in served?.Accounts.Where(a => !all.Contains(a)).Order(StringComparer.Ordinal).ToList() ?? [])
        {
            if ((await CompareAsync(tenant, account, served, cancellation)).Served is { } difference)
                servedWrong.Add($"{account}: {difference}");
        }
        return new VerificationReport(
            all.Count, rows, different.ToImmutable(), digest.End(), servedWrong.ToImmutable(), sealReport);
    }

    // Compares again when rows arrive in the meantime, because one of the states may have seen more links or days.
    private async Task<Comparison> CompareAsync(
        string tenant, string account, IServedAccounts? served, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var head = journal.Head(tenant);
            if (attempt > 1)
                await ingest.WaitUntilAppliedAsync(tenant, cancellation);
            var kept = (await fold.LoadAsync(tenant, account)).State;
            var links = tails.Of(tenant).Links;
            var folded = await fold.RefoldAsync(tenant, account, links.LinksOf(account), kept.Sequence);
            var bytes = CanonicalState.Of(folded);
            var compared = new Comparison(
                CanonicalState.Of(kept).AsSpan().SequenceEqual(bytes), bytes,
                served?.FindDifference(AccountViews.Whole(folded, AccountViews.Name(folded, links.NameOf(account)))));
            var isSettled = attempt > 1 && journal.Head(tenant) == head;
            if (compared is { IsSame: true, Served: null } || isSettled || attempt == MostAttempts)
                return compared;
        }
    }

    private readonly record struct Comparison(bool IsSame, byte[] Folded, string? Served);
}
