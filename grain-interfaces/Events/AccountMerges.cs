namespace OneLead.Events;

/// <summary>
/// What a source or a person says of two accounts: that they are one, or are two again. Of an account the latest word
/// counts; the reconciliation makes links of it, so nothing is copied and everything can be undone.
/// </summary>
public static class AccountMerges
{
    /// <summary>The rules that such a row names.</summary>
    public const string Merge = "merge", Unmerge = "unmerge";

    /// <summary>The account key was merged into another.</summary>
    /// <param name="account">The account that was merged as a whole, when the key is one of several of it; else null.</param>
    public static ChangeEvent Merged(string key, string into, string? account, string by, string source, string sourceId, DateTimeOffset at) =>
        Statement(key, into, Merge, account, by, source, sourceId, at);

    /// <summary>The account key is an account of its own again.</summary>
    public static ChangeEvent Unmerged(string key, string by, string source, string sourceId, DateTimeOffset at) => Statement(key, key, Unmerge, null, by, source, sourceId, at);

    private static ChangeEvent Statement(string key, string to, string rule, string? account, string by, string source, string sourceId, DateTimeOffset at)
    {
        var data = EventData.Of(("to", FieldValue.Of(to)), ("rule", FieldValue.Of(rule)), ("by", FieldValue.Of(by)));
        return new ChangeEvent(Keys.Links, EventKind.Link, key, EventSchema.Version, source, sourceId, at, account is null ? data : data.With("account", FieldValue.Of(account)));
    }
}
