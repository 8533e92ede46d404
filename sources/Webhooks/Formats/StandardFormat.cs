using System.Text.Json;
using OneLead.Sources.Webhooks.Decoding;
using OneLead.Sources.Webhooks.Verification;

namespace OneLead.Sources.Webhooks.Formats;

/// <summary>
/// Standard Webhooks 1.0.0 with events in OneLead's own schema. A message with an API key instead of a signature may lack an id;
/// each event then has its own.
/// </summary>
internal sealed class StandardFormat() : WebhookFormat("standard", SecretForm.Standard, SecretForm.Key)
{
    public override bool NeedsMapping => false;

    public override VerificationResult Verify(WebhookRequest request, WebhookSource source, DateTimeOffset now) =>
        VerifySignatureOrKey(request, source, now);

    private protected override void Read(JsonElement root, WebhookRequest request, DeliveryBuilder delivery)
    {
        var id = request.Headers[StandardSignature.IdHeader].ToString();
        delivery.Events(id.Length == 0 ? null : EventIdentity.Of(id), request.Body);
    }
}
