namespace OneLead.Events;

/// <summary>
/// Builds the events by which a source or a person merges two accounts or takes a merge back. The latest statement about
/// an account key wins. Reconciliation turns it into links, so no state is copied and every merge can be undone.
/// </summary>
public static class AccountMerges
{
    /// <summary>The values of the <c>rule</c> field.</summary>
    public const string Merge = "merge", Unmerge = "unmerge";

    public static ChangeEvent Merged(
        string key, string into, string? account, string by, string source, string sourceId, DateTimeOffset at) =>
        Statement(key, into, Merge, account, by, source, sourceId, at);

    /// <summary>Takes the merge of an account key back.</summary>
    public static ChangeEvent Unmerged(string key, string by, string source, string sourceId, DateTimeOffset at) =>
        Statement(key, key, Unmerge, null, by, source, sourceId, at);

    private static ChangeEvent Statement(
        string key, string to, string rule, string? account, string by, string source, string sourceId, DateTimeOffset at)
    {
        var data = EventData.Of(("to", FieldValue.Of(to)), ("rule", FieldValue.Of(rule)), ("by", FieldValue.Of(by)));
        return new ChangeEvent(
            Keys.Links, EventKind.Link, key, EventSchema.Version, source, sourceId, at,
            account is null ? data : data.With("account", FieldValue.Of(account)));
    }
}
