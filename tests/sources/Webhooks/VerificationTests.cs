using System.Text;
using OneLead.Testing.Senders;
using OneLead.Sources.Webhooks;
using OneLead.Sources.Webhooks.Verification;

namespace OneLead.Sources.Tests.Webhooks;

public class VerificationTests
{
    public static TheoryData<string> Formats => [.. Sender.All.Select(s => s.Format)];

    [Theory, MemberData(nameof(Formats))]
    public void What_a_sender_sends_is_genuine(string format)
    {
        var sender = Sender.Of(format);
        Assert.Equal(VerificationResult.Valid, Verify(sender, sender.Send(sender.Change(1, Sender.Now))));
    }

    [Theory, MemberData(nameof(Formats))]
    public void Every_flipped_byte_of_a_signed_body_is_refused(string format)
    {
        var sender = Sender.Of(format);
        var sent = sender.Send(sender.Change(1, Sender.Now));
        if (!sender.Signs)
            return;
        for (var i = 0; i < sent.Body.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var body = sent.Body.ToArray();
                body[i] ^= (byte)(1 << bit);
                Assert.Equal(VerificationResult.InvalidSignature, Verify(sender, sent with { Body = body }));
            }
        }
        Assert.Equal(VerificationResult.InvalidSignature, Verify(sender, sent with { Body = [.. sent.Body, (byte)' '] }));
        Assert.Equal(VerificationResult.InvalidSignature, Verify(sender, sent with { Body = sent.Body[..^1] }));
    }

    [Theory, MemberData(nameof(Formats))]
    public void Every_flipped_bit_of_what_proves_it_is_refused(string format)
    {
        var sender = Sender.Of(format);
        var sent = sender.Send(sender.Change(1, Sender.Now));
        foreach (var name in sender.Protected)
        {
            var value = sent.Header(name);
            // The scheme's name is written in any case: it proves nothing.
            for (var i = value.LastIndexOf(' ') + 1; i < value.Length; i++)
            {
                for (var bit = 0; bit < 7; bit++)
                {
                    var changed = value[..i] + (char)(value[i] ^ (1 << bit)) + value[(i + 1)..];
                    Assert.True(Verify(sender, sent.With(name, changed)) != VerificationResult.Valid, $"{name}: {changed}");
                }
            }
            Assert.NotEqual(VerificationResult.Valid, Verify(sender, sent.With(name, "")));
            Assert.NotEqual(VerificationResult.Valid, Verify(sender, sent.With(name, value[..^1])));
            Assert.NotEqual(VerificationResult.Valid, Verify(sender, sent.Without(name)));
        }
    }

    [Theory, MemberData(nameof(Formats))]
    public void Two_secrets_are_valid_at_a_time_and_a_third_is_not(string format)
    {
        var sender = Sender.Of(format);
        var body = sender.Change(1, Sender.Now);
        var (first, second) = (sender.Send(body, Sender.Now, sender.Secret), sender.Send(body, Sender.Now, sender.OtherSecret));
        var rotating = sender.Source(sender.Secret, sender.OtherSecret);
        Assert.Equal((VerificationResult.Valid, VerificationResult.Valid),
            (Verify(sender, first, rotating), Verify(sender, second, rotating)));
        Assert.Equal((VerificationResult.Valid, VerificationResult.InvalidSignature), (Verify(sender, first), Verify(sender, second)));
        Assert.Equal((VerificationResult.InvalidSignature, VerificationResult.Valid),
            (Verify(sender, first, sender.Source(sender.OtherSecret)), Verify(sender, second, sender.Source(sender.OtherSecret))));
    }

    [Theory]
    [InlineData("hubspot", 300, true)]
    [InlineData("hubspot", -300, true)]
    [InlineData("hubspot", 300.001, false)]
    [InlineData("hubspot", -300.001, false)]
    [InlineData("standard", 300, true)]
    [InlineData("standard", -299, true)]
    [InlineData("standard", 301, false)]
    [InlineData("standard", -301, false)]
    public void A_signature_holds_within_its_window_alone(string format, double secondsLater, bool isGenuine)
    {
        var sender = Sender.Of(format);
        // Standard Webhooks signs whole seconds.
        var at = DateTimeOffset.FromUnixTimeSeconds(Sender.Now.ToUnixTimeSeconds());
        var request = sender.Send(sender.Change(1, at), at, sender.Secret).Request();
        Assert.Equal(isGenuine ? VerificationResult.Valid : VerificationResult.Stale,
            WebhookFormat.All[format].Verify(request, sender.Source(), at.AddSeconds(secondsLater)));
    }

    [Theory]
    [InlineData("hubspot", "X-HubSpot-Request-Timestamp")]
    [InlineData("standard", "webhook-timestamp")]
    public void A_timestamp_that_is_none_is_refused(string format, string header)
    {
        var sender = Sender.Of(format);
        var sent = sender.Send(sender.Change(1, Sender.Now));
        foreach (var timestamp in (string[])["", "now", "-1", "+1614265330", " 1614265330", "1614265330.5", "0",
            "9223372036854775807", "99999999999999999999"])
            Assert.Contains(Verify(sender, sent.With(header, timestamp)),
                (VerificationResult[])[VerificationResult.Unsigned, VerificationResult.Stale]);
    }

    [Fact]
    public void A_signature_of_the_StandardWebhooks_library_is_valid()
    {
        var (sender, body) = (Sender.Of("standard"), """{"kind":"opportunity","entity":"O-Größe"}""");
        var sent = new Sent(
            "",
            [
                ("Content-Type", "application/json"),
                ("webhook-id", "msg_1"),
                ("webhook-timestamp", Sender.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ("webhook-signature", new StandardWebhooks.StandardWebhook(sender.Secret).Sign("msg_1", Sender.Now, body)),
            ],
            System.Text.Encoding.UTF8.GetBytes(body));
        var format = WebhookFormat.All["standard"];
        Assert.Equal(VerificationResult.Valid, format.Verify(sent.Request(), sender.Source(), Sender.Now));
        Assert.Equal(VerificationResult.InvalidSignature, format.Verify(sent.Request(), sender.Source(sender.OtherSecret), Sender.Now));
    }

    [Fact]
    public void The_published_vector_of_Standard_Webhooks_passes()
    {
        var sent = new Sent("",
            [("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"), ("webhook-timestamp", "1614265330"),
                ("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")],
            Encoding.UTF8.GetBytes("""{"test": 2432232314}"""));
        var source = Sender.Of("standard").Source("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        Assert.Equal(VerificationResult.Valid,
            WebhookFormat.All["standard"].Verify(sent.Request(), source, DateTimeOffset.FromUnixTimeSeconds(1614265330)));
        Assert.Equal(VerificationResult.Stale, WebhookFormat.All["standard"].Verify(sent.Request(), source, Sender.Now));
    }

    [Fact]
    public void One_of_several_signatures_is_enough_and_ed25519_alone_is_not()
    {
        var sender = Sender.Of("standard");
        var body = sender.Change(1, Sender.Now);
        var sent = StandardSender.Send(body, Sender.Now, "msg_1", sender.OtherSecret, sender.Secret);
        Assert.Equal(VerificationResult.Valid, Verify(sender, sent));
        var signature = sent.Header("webhook-signature").Split(' ')[1];
        Assert.Equal(VerificationResult.Valid, Verify(sender, sent.With("webhook-signature", $"v1a,bm90IGNoZWNrZWQ= {signature} v2,what")));
        Assert.Equal(VerificationResult.Unsigned, Verify(sender, sent.With("webhook-signature", "v1a," + signature["v1,".Length..])));
        Assert.Equal(VerificationResult.Unsigned,
            Verify(sender, sent.With("webhook-signature", string.Join(' ', Enumerable.Repeat(signature, 17)))));
    }

    [Fact]
    public void An_id_cannot_move_its_border_into_the_timestamp()
    {
        var sender = Sender.Of("standard");
        var seconds = Sender.Now.ToUnixTimeSeconds();
        var sent = StandardSender.Send(Encoding.UTF8.GetBytes($"{seconds}.{{}}"), Sender.Now, "msg_1", sender.Secret);
        var moved = (sent with { Body = "{}"u8.ToArray() }).With("webhook-id", $"msg_1.{seconds}");
        Assert.Equal(VerificationResult.Unsigned, Verify(sender, moved));
    }

    [Theory]
    [InlineData("?a=1%2C2", "?a=1,2")]
    [InlineData("?u=https%3A%2F%2Fx%40y%3Fz%3B%21%24%27%28%29%2A", "?u=https://x@y?z;!$'()*")]
    [InlineData("?a=b%20c%25%26%3D", "?a=b%20c%25%26%3D")]
    [InlineData("?a=%2f", "?a=/")]
    public void HubSpot_decodes_some_characters_of_the_address_before_it_signs(string query, string signed)
    {
        var sender = Sender.Of("hubspot");
        var body = sender.Change(1, Sender.Now);
        var sent = HubSpotSender.Send(body, Sender.Now, sender.Secret, signed, Sender.Url) with { Query = query };
        Assert.Equal(VerificationResult.Valid, Verify(sender, sent));
        Assert.Equal(VerificationResult.InvalidSignature, Verify(sender, sent with { Query = query + "x" }));
    }

    [Fact]
    public void HubSpot_signs_the_registered_address_and_the_method()
    {
        var sender = Sender.Of("hubspot");
        var sent = HubSpotSender.Send(sender.Change(1, Sender.Now), Sender.Now, sender.Secret, "",
            "https://other.example.com/api/v1/webhooks/any");
        Assert.Equal(VerificationResult.InvalidSignature, Verify(sender, sent));
        var right = sender.Send(sender.Change(1, Sender.Now)).Request();
        Assert.Equal(VerificationResult.InvalidSignature,
            WebhookFormat.All["hubspot"].Verify(right with { Method = "PUT" }, sender.Source(), Sender.Now));
        Assert.Equal(VerificationResult.Valid,
            WebhookFormat.All["hubspot"].Verify(right, sender.Source() with { Url = Sender.Url + "?registered=1" }, Sender.Now));
        Assert.Equal("https://a.example/x?y=1",
            HubSpotSignature.SignedUrl(right with { QueryString = "?y=1" }, sender.Source() with { Url = "https://a.example/x" }));
    }

    [Fact]
    public void A_key_comes_in_one_of_its_places()
    {
        var sender = Sender.Of("dynamics");
        var (body, key) = (sender.Change(1, Sender.Now), sender.Secret);
        var own = sender.Source() with { Key = "x-functions-key" };
        Assert.Equal(VerificationResult.Valid, Verify(sender, DynamicsSender.SendByCode(body, key)));
        Assert.Equal(VerificationResult.Valid, Verify(sender, DynamicsSender.SendByCode(body, key, "x-functions-key"), own));
        Assert.Equal(VerificationResult.Valid, Verify(sender, new Sent("", [("x-functions-key", key)], body), own));
        Assert.Equal(VerificationResult.Valid, Verify(sender, new Sent("", [("Authorization", "Bearer " + key)], body)));
        Assert.Equal(VerificationResult.Unsigned, Verify(sender, DynamicsSender.SendByCode(body, key, "x-functions-key")));
        Assert.Equal(VerificationResult.InvalidSignature, Verify(sender, DynamicsSender.SendByCode(body, key + "x")));
        Assert.Equal(VerificationResult.Unsigned,
            Verify(Sender.Of("salesforce"), DynamicsSender.SendByCode(body, Sender.Of("salesforce").Secret)));
    }

    [Theory]
    [InlineData("salesforce")]
    [InlineData("cloudevents")]
    [InlineData("standard")]
    public void Some_formats_take_a_key_or_a_signature(string format)
    {
        var (sender, signer) = (Sender.Of(format), (StandardSender)Sender.Of("standard"));
        var both = sender.Source() with
        {
            Secrets = [WebhookSecret.Of("k1", signer.Secret, Sender.Now, SecretForm.Standard),
                WebhookSecret.Of("k2", WebhookSecret.ToStored("a-key-of-some-length", SecretForm.Key), Sender.Now, SecretForm.Key)],
        };
        var body = sender.Change(1, Sender.Now);
        Assert.Equal(VerificationResult.Valid, Verify(sender, signer.Send(body), both));
        Assert.Equal(VerificationResult.Valid, Verify(sender, new Sent("", [("X-Api-Key", "a-key-of-some-length")], body), both));
        Assert.Equal(VerificationResult.InvalidSignature, Verify(sender, signer.Send(body).With("webhook-id", "msg_other"), both));
        Assert.Equal(VerificationResult.Unsigned, Verify(sender, new Sent("", [], body), both));
    }

    [Fact]
    public void A_secret_prints_as_its_id()
    {
        foreach (var sender in Sender.All)
        {
            var source = sender.Source();
            Assert.Equal("k1", source.Secrets[0].ToString());
            Assert.DoesNotContain(source.Secrets[0].Value, source.ToString(), StringComparison.Ordinal);
        }
    }

    private static VerificationResult Verify(Sender sender, Sent sent, WebhookSource? source = null) =>
        WebhookFormat.All[sender.Format].Verify(sent.Request(), source ?? sender.Source(), Sender.Now);
}
