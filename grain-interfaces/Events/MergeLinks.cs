namespace OneLead.Events;

/// <summary>Rules of links that come of a merge in another system, beside those of our own reconciliation.</summary>
public static class MergeLinks
{
    /// <summary>Another system made one account of two.</summary>
    public const string Merge = "merge";

    /// <summary>Another system took a merge back: the key is an account of its own.</summary>
    public const string Unmerge = "unmerge";
}
