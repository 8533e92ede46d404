using System.Globalization;
using System.Text;

namespace OneLead.Testing.Senders;

public sealed class PipedriveSender : Sender
{
    public override string Format => "pipedrive";

    public override string Secret => "crm:1f2e3d4c5b6a79880192a3b4c5d6e7f8";

    public override string OtherSecret => "crm:aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb";

    public override IReadOnlyList<string> Protected => ["Authorization"];

    public override bool Signs => false;

    public override byte[] Change(int n, DateTimeOffset at) =>
        Body("change", "deal", n, at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            new { id = n, title = $"Deal {n}", value = n * 100, currency = "EUR", org_id = 9 }, n);

    public override Sent Send(byte[] body, DateTimeOffset at, string secret) =>
        new("", [("Content-Type", "application/json"),
            ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)))], body);

    public static byte[] Body(string action, string entity, int id, string timestamp, object? data, int message = 1, int attempt = 1,
        int? mergedTo = null) => Utf8(new
        {
            meta = new
            {
                action, entity, entity_id = id, id = $"0c7e5e3a-{message}", timestamp, attempt, merged_to_id = mergedTo, company_id = "123",
                user_id = "5", permitted_user_ids = new[] { "5" }, version = "2.0",
            },
            data, previous = (object?)null,
        });
}
