namespace OneLead.Web.Accounts;

/// <summary>The body of POST accounts/{id}/merge.</summary>
/// <param name="Into">The account to merge into.</param>
public sealed record MergeRequest(string? Into, string? By);

/// <summary>The body of POST accounts/{id}/unmerge; it is optional.</summary>
public sealed record UnmergeRequest(string? By);

/// <summary>The account that an id leads to.</summary>
public sealed record MergeJson(string Id, string Account);
