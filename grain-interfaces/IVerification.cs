using System.Collections.Immutable;
using OneLead.Views;

namespace OneLead;

/// <summary>What a check of a journal's seals found.</summary>
/// <param name="Through">The last row that is sealed; 0 if none is.</param>
/// <param name="Mac">The MAC of the last seal, in hex; null if there is none.
/// Kept elsewhere, it shows later that the seals still have it.</param>
/// <param name="Head">The last row when the check began. Those after <paramref name="Through"/> are not protected yet.</param>
/// <param name="BrokenRow">The first row that is missing, changed or out of place; null if all sealed rows are as they were.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record SealReport(long Through, string? Mac, long Head, long? BrokenRow, string? Problem)
{
    public long Unsealed => Math.Max(0, Head - Through);
}

/// <summary>A row and the MAC of the seal that ended with it, as an earlier check reported them.</summary>
public sealed record KnownSeal(long Through, string Mac);

/// <summary>The result of a verification.</summary>
/// <param name="Accounts">The number of accounts that were compared.</param>
/// <param name="Rows">The number of journal rows that were replayed.</param>
/// <param name="Different">The accounts whose stored state differs from the replay of their rows. Any entry is a bug or damage.</param>
/// <param name="Digest">SHA-256 over every account's state, in hex. Stores with equal states have equal digests.</param>
/// <param name="Served">What a reader shows differently from the replay, each with its account.</param>
/// <param name="Seals">If a sealed row is broken, the journal is not replayed, and everything else here is empty.</param>
public sealed record VerificationReport(
    int Accounts, long Rows, ImmutableArray<string> Different, string Digest, ImmutableArray<string> Served, SealReport Seals);

/// <summary>What a reader shows of the accounts.</summary>
public interface IServedAccounts
{
    /// <summary>The accounts that it lists.</summary>
    IReadOnlyCollection<string> Accounts { get; }

    /// <summary>Returns what it shows differently from the replay of an account; null if nothing.</summary>
    string? FindDifference(AccountDelta replayed);
}

/// <summary>Compares stored state with the journal.</summary>
public interface IVerification
{
    /// <summary>
    /// Compares the rows of the journal with their seals, rebuilds every account from its rows, and compares the bytes with its snapshot
    /// plus the rows after it. Read-only.
    /// </summary>
    /// <param name="served">Compared with the same accounts; null compares only what is stored.</param>
    /// <param name="known">A seal that the journal must still have; null if none is known.</param>
    Task<VerificationReport> VerifyAsync(
        string tenant, IProgress<int>? accounts = null, IServedAccounts? served = null, KnownSeal? known = null,
        CancellationToken cancellation = default);
}
