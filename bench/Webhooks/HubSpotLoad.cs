using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OneLead.Bench.Webhooks;

internal sealed class HubSpotLoad : CrmLoad
{
    private const string Secret = "5d9b4cc1-47a5-4b0e-9d7d-benchmark", Url = "https://onelead.example.com/api/v1/webhooks/hubspot";

    public override string Format => "hubspot";

    public override string Signature => "X-HubSpot-Signature-v3";

    public override string Source => $$"""
          hubspot:
            format: hubspot
            url: {{Url}}
            secrets:
              - { id: k1, value: "{{Secret}}", since: 2025-01-01T00:00:00Z }
        """;

    protected override string Placement(int deal, int company) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""[{"eventId":100,"subscriptionId":7,"portalId":62515,"appId":54,"occurredAt":{{1_700_000_000_000 + deal}}"""
        + $$""","subscriptionType":"deal.associationChange","attemptNumber":0,"associationType":"DEAL_TO_COMPANY","fromObjectId":{{deal}}"""
        + $$""","toObjectId":{{company}},"associationRemoved":false,"isPrimaryAssociation":true}]""");

    protected override string Change(int deal, int amount, DateTimeOffset at) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""[{"eventId":100,"subscriptionId":7,"portalId":62515,"appId":54,"occurredAt":{{at.ToUnixTimeMilliseconds()}}"""
        + $$""","subscriptionType":"deal.propertyChange","attemptNumber":0,"objectId":{{deal}}"""
        + $$""","propertyName":"amount","propertyValue":"{{amount}}","changeSource":"CRM_UI"}]""");

    protected override HttpRequestMessage Signed(string body)
    {
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var request = Post("webhooks/hubspot", body);
        request.Headers.Add("X-HubSpot-Request-Timestamp", timestamp);
        request.Headers.Add(
            "X-HubSpot-Signature-v3",
            Convert.ToBase64String(
                HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes("POST" + Url + body + timestamp))));
        return request;
    }
}
