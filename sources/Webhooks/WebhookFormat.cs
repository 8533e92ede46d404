using System.Collections.Frozen;
using System.Text.Json;
using OneLead.Sources.Webhooks.Decoding;
using OneLead.Sources.Webhooks.Formats;
using OneLead.Sources.Webhooks.Verification;

namespace OneLead.Sources.Webhooks;

/// <summary>How a sender shapes and signs its deliveries.</summary>
public abstract class WebhookFormat
{
    private protected WebhookFormat(string name, params ReadOnlySpan<SecretForm> secrets) => (Name, Secrets) = (name, [.. secrets]);

    /// <summary>The formats by name: hubspot, salesforce, dynamics, pipedrive, cloudevents, standard.</summary>
    public static FrozenDictionary<string, WebhookFormat> All { get; } = new WebhookFormat[]
    {
        new HubSpotFormat(), new SalesforceFormat(), new DynamicsFormat(), new PipedriveFormat(), new CloudEventsFormat(), new StandardFormat(),
    }.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    public string Name { get; }

    /// <summary>The forms that a source's secrets may have; the first is the usual one.</summary>
    public IReadOnlyList<SecretForm> Secrets { get; }

    /// <summary>Whether the registered address is signed, so that a source must name it.</summary>
    public virtual bool NeedsUrl => false;

    /// <summary>Whether what it delivers must be mapped.</summary>
    public virtual bool NeedsMapping => true;

    /// <summary>Whether the sender asks for permission with OPTIONS before it delivers.</summary>
    public virtual bool HasHandshake => false;

    /// <summary>Whether a delivery is the sender's: over the raw body, in constant time, with any of the source's secrets.</summary>
    public abstract Verdict Verify(WebhookRequest request, WebhookSource source, DateTimeOffset now);

    /// <summary>Whether this format comes with such a content type.</summary>
    public virtual bool Takes(string? contentType) => MediaTypes.IsJson(contentType);

    /// <summary>Decodes a verified delivery. It never throws for what the delivery holds.</summary>
    /// <param name="source">The source's name, for its records.</param>
    public Delivery Decode(WebhookRequest request, string source, DateTimeOffset receivedAt)
    {
        try
        {
            using var document = Parse(request);
            var delivery = new DeliveryBuilder(source, receivedAt);
            Read(document.RootElement, request, delivery);
            return new Delivery(delivery.Items(), null);
        }
        catch (MalformedException e)
        {
            return new Delivery([], e.Message);
        }
    }

    /// <summary>For senders that we only reach through something between: a Standard Webhooks signature, or an API key.</summary>
    private protected static Verdict SignedOrKeyed(WebhookRequest request, WebhookSource source, DateTimeOffset now) =>
        StandardSignature.IsSigned(request.Headers) && source.Secrets.Any(s => s.SigningKey is not null) ? StandardSignature.Verify(request, source, now) : ApiKeys.Verify(request, source);

    private protected virtual JsonDocument Parse(WebhookRequest request) => Json.Parse(request.Body);

    /// <exception cref="MalformedException">It is no message of this format.</exception>
    private protected abstract void Read(JsonElement root, WebhookRequest request, DeliveryBuilder delivery);
}

/// <summary>What a secret of a source is.</summary>
public enum SecretForm
{
    /// <summary>A Standard Webhooks secret, <c>whsec_</c> and 24 to 64 bytes in base64, which signs.</summary>
    Standard,

    /// <summary>A text of the sender's that signs: HubSpot's client secret.</summary>
    Text,

    /// <summary>A key that comes with each request; kept as <c>sha256:</c> and its hash in hex.</summary>
    Key,

    /// <summary>A user and a password, <c>user:password</c>; kept like a key.</summary>
    Login,
}
