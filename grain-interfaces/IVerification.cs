using System.Collections.Immutable;
using OneLead.Views;

namespace OneLead;

/// <summary>The result of a verification.</summary>
/// <param name="Accounts">The number of accounts that were compared.</param>
/// <param name="Rows">The number of journal rows that were replayed.</param>
/// <param name="Different">The accounts whose stored state differs from the replay of their rows. Any entry is a bug or damage.</param>
/// <param name="Digest">SHA-256 over every account's state, in hex. Stores with equal states have equal digests.</param>
/// <param name="Served">What a reader shows differently from the replay, each with its account.</param>
public sealed record VerificationReport(
    int Accounts, long Rows, ImmutableArray<string> Different, string Digest, ImmutableArray<string> Served);

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
    /// <summary>Rebuilds every account from its rows and compares the bytes with its snapshot plus the rows after it. Read-only.</summary>
    /// <param name="served">Compared with the same accounts; null compares only what is stored.</param>
    Task<VerificationReport> VerifyAsync(
        string tenant, IProgress<int>? accounts = null, IServedAccounts? served = null, CancellationToken cancellation = default);
}
