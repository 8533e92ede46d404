using FsCheck;
using FsCheck.Fluent;
using OneLead.Testing.Senders;
using OneLead.Sources.Webhooks;

namespace OneLead.Sources.Tests.Webhooks;

public class FuzzTests
{
    public static TheoryData<string> Formats => [.. Sender.All.Select(s => s.Format)];

    private static readonly byte[][] Splices = [.. ((string[])
        ["null", "{}", "[]", "\"\"", "-1", "1e999", "\"\\ud800\"", "true", "{\"a\":{\"a\":{\"a\":[]}}}", "\"/Date(99999999999999)/\"",
            "9223372036854775808", "\"\\u0000\"", ",", "\"", "}"])
        .Select(System.Text.Encoding.UTF8.GetBytes)];

    [Theory, MemberData(nameof(Formats))]
    public void Mutated_deliveries_are_verified_and_decoded_without_a_crash(string format)
    {
        var (sender, kind) = (Sender.Of(format), WebhookFormat.All[format]);
        var source = sender.Source();
        Prop.ForAll(Mutations().ToArbitrary(), mutations =>
        {
            var body = sender.Change(1, Sender.Now);
            foreach (var (at, splice, isByte) in mutations)
                body = Mutate(body, at, splice, isByte);
            var sent = sender.Send(body);
            if (kind.Verify(sent.Request(), source, Sender.Now) != VerificationResult.Valid)
                return false;
            var delivery = kind.Decode(sent.Request(), "crm", Sender.Now);
            return delivery.Malformed is null || delivery.Items.IsEmpty;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithReplay(1, 1));
    }

    private static Gen<(int At, int Splice, bool IsByte)[]> Mutations() =>
        Gen.Choose(0, 4_000).SelectMany(
            at => Gen.Choose(0, 255).SelectMany(splice => Gen.Elements(true, false).Select(isByte => (at, splice, isByte)))).ArrayOf(4);

    // A byte is replaced, or a JSON value put where one may have begun.
    private static byte[] Mutate(byte[] body, int at, int splice, bool isByte)
    {
        if (body.Length == 0)
            return body;
        at %= body.Length;
        if (isByte)
        {
            body[at] = (byte)splice;
            return body;
        }
        var colon = Array.IndexOf(body, (byte)':', at);
        var start = colon < 0 ? at : colon + 1;
        var end = Array.FindIndex(body, start, b => b is (byte)',' or (byte)'}');
        return [.. body[..start], .. Splices[splice % Splices.Length], .. body[(end < 0 ? body.Length : end)..]];
    }
}
