using System.ComponentModel.DataAnnotations;

namespace OneLead.Web;

/// <summary>What can be configured of the web node (section OneLead).</summary>
public sealed class WebOptions
{
    /// <summary>The currency of sums. Default: USD.</summary>
    [RegularExpression("^[A-Z]{3}$")]
    public string Currency { get; set; } = "USD";

    /// <summary>The largest import, in bytes. Default: 100 MB.</summary>
    [Range(1_000, 2_000_000_000)]
    public long MaxImportBytes { get; set; } = 100_000_000;

    /// <summary>The largest delivery of a webhook, in bytes. Default: 1 MB; the senders' own bounds are 256 KB.</summary>
    [Range(262_144, 16_777_216)]
    public int MaxWebhookBytes { get; set; } = 1 << 20;

    /// <summary>The time zone whose midnights begin days, <c>Asia/Tokyo</c>. Default: the machine's.</summary>
    public string? TimeZone { get; set; }

    /// <summary>Origins beside our own that may open the hub and send commands, <c>https://dash.example.com</c>. Default: none.</summary>
    public IList<string> AllowedOrigins { get; } = [];
}
