using System.ComponentModel.DataAnnotations;

namespace OneLead.Sources;

/// <summary>Limits for input from outside (configuration section OneLead).</summary>
public sealed class SourcesOptions
{
    /// <summary>The largest import, in bytes. Default: 100 MB.</summary>
    [Range(1_000, 2_000_000_000)]
    public long MaxImportBytes { get; set; } = 100_000_000;

    /// <summary>How long one import may take, in minutes; then it fails, and says what it had taken. Default: 240.</summary>
    [Range(1, 100_000)]
    public int MaxImportMinutes { get; set; } = 240;

    /// <summary>The largest webhook delivery, in bytes. Default: 1 MB; the supported senders stay below 256 KB.</summary>
    [Range(262_144, 16_777_216)]
    public int MaxWebhookBytes { get; set; } = 1 << 20;

    /// <summary>Memory reserved for the bodies of all requests with events, in bytes; beyond it requests get 429. Default: 64 MB.</summary>
    [Range(1_000, 1L << 40)]
    public long MaxIntakeBytes { get; set; } = 64 << 20;

    /// <summary>Bytes received and not yet answered; bounds the latency under load. Default: 4 MB, about half a second of work.</summary>
    [Range(1_000, 1L << 40)]
    public long MaxIntakeWorkBytes { get; set; } = 4 << 20;

    /// <summary>Concurrent requests with events. Default: 1,024.</summary>
    [Range(1, 1_000_000)]
    public int MaxIntakeRequests { get; set; } = 1_024;
}
