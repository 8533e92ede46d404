namespace OneLead.Web.Verification;

/// <summary>The result of a verification; different lists the accounts whose stored state does not match the journal.</summary>
/// <param name="Digest">SHA-256 over every account's state: equal states have equal digests.</param>
/// <param name="Shown">What this node shows differently from the journal: accounts, leads, entities, territories, the portfolio.</param>
/// <param name="Seals">If a row is broken, the journal is not replayed, and everything else is empty.</param>
public sealed record VerificationJson(
    bool Ok, int Accounts, long Rows, IReadOnlyList<string> Different, string Digest, IReadOnlyList<string> Shown, SealsJson Seals);

/// <summary>Whether the rows of the journal are the ones that were sealed.</summary>
/// <param name="Through">The last row that is sealed and as it was.</param>
/// <param name="Unsealed">The number of rows after it, which are not protected yet.</param>
/// <param name="Mac">The MAC of the seal that ends there. Keep it elsewhere to find out later whether rows were cut off.</param>
/// <param name="BrokenRow">The first row that is missing, changed or out of place; null if there is none.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record SealsJson(long Through, long Unsealed, string? Mac, long? BrokenRow, string? Problem);
