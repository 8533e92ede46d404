using System.ComponentModel.DataAnnotations;

namespace OneLead.Sources;

/// <summary>Bounds of what comes from outside (configuration section OneLead).</summary>
public sealed class SourcesOptions
{
    /// <summary>The largest import, in bytes. Default: 100 MB.</summary>
    [Range(1_000, 2_000_000_000)]
    public long MaxImportBytes { get; set; } = 100_000_000;

    /// <summary>The largest delivery of a webhook, in bytes. Default: 1 MB; the senders' own bounds are 256 KB.</summary>
    [Range(262_144, 16_777_216)]
    public int MaxWebhookBytes { get; set; } = 1 << 20;

    /// <summary>The most memory that bodies of events and deliveries may hold at once, in bytes, also those that come slowly; more are refused with 429. Default: 64 MB.</summary>
    [Range(1_000, 1L << 40)]
    public long MaxIntakeBytes { get; set; } = 64 << 20;

    /// <summary>The most bytes of events and deliveries that are received and not answered yet: how long the last of them waits. Default: 4 MB, half a second's work.</summary>
    [Range(1_000, 1L << 40)]
    public long MaxIntakeWorkBytes { get; set; } = 4 << 20;

    /// <summary>The most requests with events and deliveries at once. Default: 1,024.</summary>
    [Range(1, 1_000_000)]
    public int MaxIntakeRequests { get; set; } = 1_024;
}
