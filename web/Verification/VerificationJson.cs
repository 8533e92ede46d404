namespace OneLead.Web.Verification;

/// <summary>The result of a verification; different lists the accounts whose stored state does not match the journal.</summary>
/// <param name="Digest">SHA-256 over every account's state: equal states have equal digests.</param>
/// <param name="Shown">What this node shows differently from the journal: accounts, leads, entities, territories, the portfolio.</param>
public sealed record VerificationJson(
    bool Ok, int Accounts, long Rows, IReadOnlyList<string> Different, string Digest, IReadOnlyList<string> Shown);
