using System.Text.Json;
using OneLead.Sources.Webhooks;

namespace OneLead.Testing.Senders;

/// <summary>Shapes and signs deliveries as a format's sender does.</summary>
public abstract class Sender
{
    /// <summary>Where the sender was told to deliver.</summary>
    public const string Url = "https://onelead.example.com/api/v1/webhooks/any";

    public static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 30, 0, 250, TimeSpan.Zero);

    public static IReadOnlyList<Sender> All { get; } =
        [new HubSpotSender(), new SalesforceSender(), new DynamicsSender(), new PipedriveSender(),
            new CloudEventsSender(), new StandardSender()];

    public static Sender Of(string format) => All.Single(s => s.Format == format);

    public abstract string Format { get; }

    /// <summary>The secret as the sender has it.</summary>
    public abstract string Secret { get; }

    /// <summary>Another secret of the same form.</summary>
    public abstract string OtherSecret { get; }

    /// <summary>The headers that must not be changed on the way.</summary>
    public abstract IReadOnlyList<string> Protected { get; }

    /// <summary>Whether the body is signed.</summary>
    public virtual bool Signs => true;

    /// <summary>The <paramref name="n"/>th change, as a body.</summary>
    public abstract byte[] Change(int n, DateTimeOffset at);

    /// <summary>A delivery of a body, ready to go.</summary>
    public abstract Sent Send(byte[] body, DateTimeOffset at, string secret);

    public Sent Send(byte[] body) => Send(body, Now, Secret);

    public WebhookSource Source(params string[] secrets) => new(
        "crm", WebhookFormat.All[Format], Url, null, null, null, [], null,
        [.. (secrets.Length == 0 ? [Secret] : secrets).Select((s, i) => WebhookSecret.Of($"k{i + 1}",
            WebhookSecret.ToStored(s, WebhookFormat.All[Format].Secrets[0]), Now, WebhookFormat.All[Format].Secrets[0]))]);

    protected static byte[] Utf8(object shape) => JsonSerializer.SerializeToUtf8Bytes(shape);
}
