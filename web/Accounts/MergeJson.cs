namespace OneLead.Web.Accounts;

/// <summary>The body of POST accounts/{id}/merge.</summary>
/// <param name="Into">The account that stays.</param>
public sealed record MergeRequest(string? Into, string? By);

/// <summary>The body of POST accounts/{id}/unmerge; it may be left out.</summary>
public sealed record UnmergeRequest(string? By);

/// <summary>Where an account's id leads now.</summary>
public sealed record MergeJson(string Id, string Account);
