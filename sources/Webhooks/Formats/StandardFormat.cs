using System.Text.Json;
using OneLead.Sources.Webhooks.Decoding;
using OneLead.Sources.Webhooks.Verification;

namespace OneLead.Sources.Webhooks.Formats;

/// <summary>Standard Webhooks 1.0.0, with events in our own schema. With an API key instead of a signature the message may lack an id; then each event has its own.</summary>
internal sealed class StandardFormat() : WebhookFormat("standard", SecretForm.Standard, SecretForm.Key)
{
    public override bool NeedsMapping => false;

    public override VerificationResult Verify(WebhookRequest request, WebhookSource source, DateTimeOffset now) => VerifySignatureOrKey(request, source, now);

    private protected override void Read(JsonElement root, WebhookRequest request, DeliveryBuilder delivery)
    {
        var id = request.Headers[StandardSignature.IdHeader].ToString();
        delivery.Events(id.Length == 0 ? null : EventIdentity.Of(id), request.Body);
    }
}
