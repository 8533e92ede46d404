using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace OneLead.Storage;

/// <summary>What both stores do with snapshots.</summary>
internal static partial class SnapshotRules
{
    /// <summary>Decides whether a write may replace the stored snapshot.</summary>
    /// <param name="stored">The watermark and the engine of the stored snapshot; null if there is none.</param>
    public static SnapshotOutcome Decide(SnapshotWrite write, (long Sequence, int Engine)? stored) =>
        stored is { } newer && (newer.Sequence > write.Stamp.Sequence || newer.Engine > write.Stamp.Engine) ? SnapshotOutcome.Stale
        : !write.ReplaceRecords && (stored?.Sequence ?? 0) != write.Base ? SnapshotOutcome.NeedsWhole
        : SnapshotOutcome.Written;

    /// <summary>Returns the account keys as they are stored.</summary>
    public static string KeyText(SnapshotStamp stamp) => string.Join(' ', stamp.Keys);

    /// <summary>Reads the account keys.</summary>
    public static ImmutableArray<string> ParseKeys(string text) => text.Length == 0 ? [] : [.. text.Split(' ')];

    /// <summary>Returns the end of the record keys with a prefix. It ends in '/', and '0' is the next character.</summary>
    public static string EndOf(string prefix) => prefix[..^1] + '0';

    [
        LoggerMessage(
            Level = LogLevel.Warning,
            Message = "The snapshots of tenant {Tenant} contain journal row {Head}, which the journal does not have. They are rebuilt"),
    ]
    public static partial void SnapshotsOutlived(ILogger logger, string tenant, long head);
}
