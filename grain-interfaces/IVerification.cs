using System.Collections.Immutable;

namespace OneLead;

/// <summary>What a verification found.</summary>
/// <param name="Accounts">How many accounts were compared.</param>
/// <param name="Rows">How many journal rows they were folded from.</param>
/// <param name="Different">The accounts whose snapshot and stream differ from their fold from nothing: none, unless something is broken.</param>
/// <param name="Digest">SHA-256 over every account's state, in hex: equal states of two stores have equal digests.</param>
public sealed record VerificationReport(int Accounts, long Rows, ImmutableArray<string> Different, string Digest);

/// <summary>Checks that what is kept equals what the journal says.</summary>
public interface IVerification
{
    /// <summary>Folds every account from nothing and compares it, byte for byte, with its snapshot and the stream after it. Writes nothing.</summary>
    Task<VerificationReport> VerifyAsync(string tenant, IProgress<int>? accounts = null, CancellationToken cancellation = default);
}
