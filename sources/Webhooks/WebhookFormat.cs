using System.Collections.Frozen;
using System.Text.Json;
using OneLead.Sources.Webhooks.Decoding;
using OneLead.Sources.Webhooks.Formats;
using OneLead.Sources.Webhooks.Verification;

namespace OneLead.Sources.Webhooks;

/// <summary>How a sender signs and shapes its deliveries.</summary>
public abstract class WebhookFormat
{
    private protected WebhookFormat(string name, params ReadOnlySpan<SecretForm> secrets) => (Name, Secrets) = (name, [.. secrets]);

    /// <summary>All formats by name: hubspot, salesforce, dynamics, pipedrive, cloudevents, standard.</summary>
    public static FrozenDictionary<string, WebhookFormat> All { get; } = new WebhookFormat[]
    {
        new HubSpotFormat(),
        new SalesforceFormat(),
        new DynamicsFormat(),
        new PipedriveFormat(),
        new CloudEventsFormat(),
        new StandardFormat(),
    }.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    public string Name { get; }

    /// <summary>The accepted forms of secrets; the first is the default.</summary>
    public IReadOnlyList<SecretForm> Secrets { get; }

    /// <summary>True if the sender signs the registered URL, so that a source must configure it.</summary>
    public virtual bool NeedsUrl => false;

    /// <summary>True if deliveries must be mapped.</summary>
    public virtual bool NeedsMapping => true;

    /// <summary>True if the sender asks for permission with OPTIONS before it delivers.</summary>
    public virtual bool HasHandshake => false;

    /// <summary>Verifies the signature over the raw body, or the API key, in constant time against all secrets of the source.</summary>
    public abstract VerificationResult Verify(WebhookRequest request, WebhookSource source, DateTimeOffset now);

    /// <summary>True if the format uses this content type.</summary>
    public virtual bool Accepts(string? contentType) => MediaTypes.IsJson(contentType);

    /// <summary>Decodes a verified delivery. Never throws because of its content.</summary>
    /// <param name="source">The source's name, for its records.</param>
    public Delivery Decode(WebhookRequest request, string source, DateTimeOffset receivedAt)
    {
        try
        {
            var delivery = new DeliveryBuilder(source, receivedAt);
            request = request with { Body = delivery.WithoutUnpairedSurrogates(request.Body) };
            using var document = Parse(request);
            Read(document.RootElement, request, delivery);
            return new Delivery(delivery.Items(), null);
        }
        catch (MalformedDeliveryException e)
        {
            return new Delivery([], e.Message);
        }
    }

    /// <summary>For senders that reach us through a relay: verifies a Standard Webhooks signature, or else an API key.</summary>
    private protected static VerificationResult VerifySignatureOrKey(WebhookRequest request, WebhookSource source, DateTimeOffset now) =>
        StandardSignature.IsSigned(request.Headers) && source.Secrets.Any(s => s.SigningKey is not null)
            ? StandardSignature.Verify(request, source, now)
            : ApiKeyVerifier.Verify(request, source);

    private protected virtual JsonDocument Parse(WebhookRequest request) => UntrustedJson.Parse(request.Body);

    /// <exception cref="MalformedDeliveryException">It is not a message of this format.</exception>
    private protected abstract void Read(JsonElement root, WebhookRequest request, DeliveryBuilder delivery);
}

/// <summary>The form of a source's secret.</summary>
public enum SecretForm
{
    /// <summary>A Standard Webhooks secret that signs: <c>whsec_</c> and 24 to 64 bytes in base64.</summary>
    Standard,

    /// <summary>A text that signs, such as HubSpot's client secret.</summary>
    Text,

    /// <summary>An API key sent with each request; stored as <c>sha256:</c> and its hash in hex.</summary>
    Key,

    /// <summary>A user and a password, <c>user:password</c>; stored like a key.</summary>
    Login,
}
