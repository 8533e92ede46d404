namespace OneLead.Web.Verification;

/// <summary>What a verification found; different names the accounts whose kept state is not what the journal says.</summary>
/// <param name="Digest">SHA-256 over every account's state: equal states have equal digests.</param>
public sealed record VerificationJson(bool Ok, int Accounts, long Rows, IReadOnlyList<string> Different, string Digest);
