using System.Collections.Immutable;

namespace OneLead;

/// <summary>The result of a verification.</summary>
/// <param name="Accounts">The number of accounts that were compared.</param>
/// <param name="Rows">The number of journal rows that were replayed.</param>
/// <param name="Different">The accounts whose stored state differs from the replay of their rows. Any entry is a bug or damage.</param>
/// <param name="Digest">SHA-256 over every account's state, in hex. Stores with equal states have equal digests.</param>
public sealed record VerificationReport(int Accounts, long Rows, ImmutableArray<string> Different, string Digest);

/// <summary>Compares stored state with the journal.</summary>
public interface IVerification
{
    /// <summary>Rebuilds every account from its rows and compares the bytes with its snapshot plus the rows after it. Read-only.</summary>
    Task<VerificationReport> VerifyAsync(string tenant, IProgress<int>? accounts = null, CancellationToken cancellation = default);
}
