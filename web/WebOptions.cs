using System.ComponentModel.DataAnnotations;

namespace OneLead.Web;

/// <summary>Configuration of the web node (section OneLead).</summary>
public sealed class WebOptions
{
    /// <summary>The longest <see cref="Drain"/>, in seconds.</summary>
    internal const int LongestDrain = 3_600;

    /// <summary>
    /// The longest time that a stop takes, in seconds. Requests in flight have two thirds of it to be answered. Default: 30.
    /// </summary>
    [Range(1, LongestDrain)]
    public int Drain { get; set; } = 30;

    /// <summary>
    /// The hours between two background checks of the whole journal; 0: none. The first begins ten minutes after the start, or
    /// earlier if this is less. Default: 24.
    /// </summary>
    [Range(0, 8_760)]
    public double ScrubHours { get; set; } = 24;

    /// <summary>What this node does. Default: serve, which includes work.</summary>
    [EnumDataType(typeof(NodeRole))]
    public NodeRole Role { get; set; } = NodeRole.Serve;

    /// <summary>The currency of sums. Default: USD.</summary>
    [RegularExpression("^[A-Z]{3}$")]
    public string Currency { get; set; } = "USD";

    /// <summary>The time zone whose midnights begin days, such as <c>Asia/Tokyo</c>. Default: the machine's.</summary>
    public string? TimeZone { get; set; }

    /// <summary>Other origins that may open the hub and send commands, such as <c>https://dash.example.com</c>. Default: none.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Addresses and networks of reverse proxies on other machines, such as <c>10.0.0.0/8</c>. Default: none.</summary>
    public IList<string> TrustedProxies { get; } = [];
}
