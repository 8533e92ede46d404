using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OneLead.Bench.Webhooks;

internal sealed class SalesforceLoad : CrmLoad
{
    private const string Secret = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly byte[] Key = Convert.FromBase64String(Secret);

    public override string Format => "salesforce";

    public override string Signature => "Standard Webhooks";

    public override string Source => $$"""
          salesforce:
            format: salesforce
            secrets:
              - { id: k1, value: "whsec_{{Secret}}", since: 2025-01-01T00:00:00Z }
        """;

    protected override string Placement(int deal, int company) =>
        Event(
            "CREATE", deal, 1_700_000_000_000 + deal,
            string.Create(CultureInfo.InvariantCulture, $"\"Name\":\"Deal {deal}\",\"AccountId\":\"001{company:000000}\""));

    protected override string Change(int deal, int amount, DateTimeOffset at) =>
        Event("UPDATE", deal, at.ToUnixTimeMilliseconds(), string.Create(CultureInfo.InvariantCulture, $"\"Amount\":{amount}"));

    protected override HttpRequestMessage Signed(string body)
    {
        var (id, timestamp) = (
            "msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))[..24],
            TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        var request = Post("webhooks/salesforce", body);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add(
            "webhook-signature",
            "v1," + Convert.ToBase64String(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}"))));
        return request;
    }

    private static string Event(string change, int deal, long at, string fields) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"schema":"IeRuaY6cbI_HsV8Rv1Mc5g","payload":{"ChangeEventHeader":{"entityName":"Opportunity","recordIds":["006"""
        + $$$"""{{{deal:000000}}}"],"changeType":"{{{change}}}","changeOrigin":"com/salesforce/api/rest/60.0","transactionKey":"0002343d-"""
        + $$$"""{{{at}}}-{{{deal}}}","sequenceNumber":1,"commitTimestamp":{{{at}}}},{{{fields}}}},"event":{"replayId":6}}""");
}
