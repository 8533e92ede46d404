using System.ComponentModel.DataAnnotations;

namespace OneLead.Web;

/// <summary>Configuration of the web node (section OneLead).</summary>
public sealed class WebOptions
{
    /// <summary>The currency of sums. Default: USD.</summary>
    [RegularExpression("^[A-Z]{3}$")]
    public string Currency { get; set; } = "USD";

    /// <summary>The largest import, in bytes. Default: 100 MB.</summary>
    [Range(1_000, 2_000_000_000)]
    public long MaxImportBytes { get; set; } = 100_000_000;

    /// <summary>The largest webhook delivery, in bytes. Default: 1 MB; senders themselves stop at 256 KB.</summary>
    [Range(262_144, 16_777_216)]
    public int MaxWebhookBytes { get; set; } = 1 << 20;

    /// <summary>
    /// The memory limit for bodies of events and deliveries, in bytes, including those of slow senders; more are refused with 429.
    /// Default: 64 MB.
    /// </summary>
    [Range(1_000, 1L << 40)]
    public long MaxIntakeBytes { get; set; } = 64 << 20;

    /// <summary>
    /// The limit of events and deliveries that are received and not answered yet, in bytes, which limits their waiting time.
    /// Default: 4 MB, half a second of work.
    /// </summary>
    [Range(1_000, 1L << 40)]
    public long MaxIntakeWorkBytes { get; set; } = 4 << 20;

    /// <summary>The limit of concurrent requests with events and deliveries. Default: 1,024.</summary>
    [Range(1, 1_000_000)]
    public int MaxIntakeRequests { get; set; } = 1_024;

    /// <summary>The time zone whose midnights begin days, such as <c>Asia/Tokyo</c>. Default: the machine's.</summary>
    public string? TimeZone { get; set; }

    /// <summary>Other origins that may open the hub and send commands, such as <c>https://dash.example.com</c>. Default: none.</summary>
    public IList<string> AllowedOrigins { get; } = [];
}
