using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Events;
using OneLead.Testing.Senders;
using OneLead.Storage;

namespace OneLead.Web.Tests.Webhooks;

[Collection(nameof(ServerCollection))]
public class WebhookTests(ServerFixture server)
{
    public static TheoryData<string> Formats => [.. Sender.All.Where(s => s.Format != "cloudevents").Select(s => s.Format)];

    [Theory, MemberData(nameof(Formats))]
    public async Task A_delivery_is_journaled_once_however_often_it_comes(string format)
    {
        server.Configure();
        var (sender, at) = (Sender.Of(format), WebhookFixture.Now);
        var body = sender.Change(500, at);
        var before = Head;
        Assert.Equal((1, 0, 0), await server.TakenAsync(sender, body));
        // A retry is signed anew, with a timestamp of its own.
        using (var retry = await server.Http.SendAsync(sender.Send(body, at.AddSeconds(30), sender.Secret).Http(format)))
            Assert.Equal((0, 1), await CountsAsync(retry));
        var row = Assert.Single(await server.RowsAsync(before), r => r.Event.Source == format);
        Assert.Equal((EventKind.Opportunity, format), (row.Event.Kind, row.Event.Source));
        Assert.Equal(FieldValue.Of(50_000m), row.Event.Data["amount"]);
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task A_wrong_secret_is_refused_without_a_word_on_why_and_nothing_is_kept(string format)
    {
        server.Configure();
        var sender = Sender.Of(format);
        var before = Head;
        var details = new List<string>();
        foreach (var sent in (Sent[])[sender.Send(sender.Change(501, WebhookFixture.Now), WebhookFixture.Now, sender.OtherSecret),
            sender.Send(sender.Change(501, WebhookFixture.Now), WebhookFixture.Now, sender.Secret).Without(sender.Protected[0])])
        {
            using var answer = await server.Http.SendAsync(sent.Http(format));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            details.Add((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!);
        }
        Assert.Single(details.Distinct());
        // Names that came before may be linked meanwhile.
        Assert.DoesNotContain(await server.RowsAsync(before), static r => r.Event.Kind != EventKind.Link);
        var metrics = await server.Http.GetStringAsync("/metrics");
        foreach (var outcome in (string[])["invalid_signature", "unsigned"])
            Assert.Contains($"onelead_webhook_deliveries_total{{outcome=\"{outcome}\",source=\"{format}\"}}", metrics,
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hubspot")]
    [InlineData("standard")]
    public async Task A_recording_is_refused(string format)
    {
        server.Configure();
        var (sender, then) = (Sender.Of(format), WebhookFixture.Now.AddMinutes(-6));
        using var answer = await server.Http.SendAsync(sender.Send(sender.Change(502, then), then, sender.Secret).Http(format));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_secret_is_rotated_while_the_server_runs()
    {
        var sender = Sender.Of("salesforce");
        async Task<HttpStatusCode> WithAsync(string secret)
        {
            using var answer = await server.Http.SendAsync(sender
                .Send(sender.Change(503, WebhookFixture.Now), WebhookFixture.Now, secret).Http("salesforce"));
            return answer.StatusCode;
        }
        server.Configure();
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized),
            (await WithAsync(sender.Secret), await WithAsync(sender.OtherSecret)));
        server.Configure(sender.Source(sender.Secret, sender.OtherSecret) with { Name = "salesforce" });
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await WithAsync(sender.Secret), await WithAsync(sender.OtherSecret)));
        server.Configure(sender.Source(sender.OtherSecret) with { Name = "salesforce" });
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK),
            (await WithAsync(sender.Secret), await WithAsync(sender.OtherSecret)));
    }

    [Fact]
    public async Task What_cannot_be_taken_says_so()
    {
        server.Configure();
        var pipedrive = Sender.Of("pipedrive");
        var sent = pipedrive.Send(pipedrive.Change(1, WebhookFixture.Now), WebhookFixture.Now, pipedrive.Secret);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Http.SendAsync(sent.Http("nobody"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType,
            (await server.Http.SendAsync(sent.With("Content-Type", "application/xml").Http("pipedrive"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.DeliverAsync(pipedrive, "{"u8.ToArray())).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.DeliverAsync(Sender.Of("standard"), "[]"u8.ToArray())).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await server.Http.GetAsync("/api/v1/webhooks/pipedrive")).StatusCode);
        var large = pipedrive.Send(new byte[(1 << 20) + 1], WebhookFixture.Now, pipedrive.Secret).Http("pipedrive");
        large.Headers.ExpectContinue = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await server.Http.SendAsync(large)).StatusCode);
    }

    [Fact]
    public async Task A_delivery_of_256_KB_is_taken()
    {
        server.Configure();
        var body = PipedriveSender.Body("change", "deal", 77, "1772447400",
            new { id = 77, title = "Large", value = 7, notes = Enumerable.Repeat(new string('x', 1_000), 270).ToArray() }, message: 77);
        Assert.True(body.Length > 256 * 1024);
        Assert.Equal((1, 0, 0), await server.TakenAsync(Sender.Of("pipedrive"), body));
    }

    [Fact]
    public async Task A_key_in_the_query_opens()
    {
        server.Configure();
        var dynamics = Sender.Of("dynamics");
        using var answer = await server.Http.SendAsync(DynamicsSender
            .SendByCode(dynamics.Change(504, WebhookFixture.Now), dynamics.Secret).Http("dynamics"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_CloudEvents_sender_asks_before_it_delivers()
    {
        server.Configure();
        async Task<HttpResponseMessage> AskAsync(string source, string origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, $"/api/v1/webhooks/{source}");
            request.Headers.Add("WebHook-Request-Origin", origin);
            return await server.Http.SendAsync(request);
        }
        using var allowed = await AskAsync("cloudevents", "eventgrid.example.net");
        Assert.Equal(
            (HttpStatusCode.OK, "eventgrid.example.net", "600"),
            (allowed.StatusCode, allowed.Headers.GetValues("WebHook-Allowed-Origin").Single(),
                allowed.Headers.GetValues("WebHook-Allowed-Rate").Single()));
        using var foreign = await AskAsync("cloudevents", "evil.example.net");
        Assert.Equal((HttpStatusCode.Forbidden, false), (foreign.StatusCode, foreign.Headers.Contains("WebHook-Allowed-Origin")));
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync("hubspot", "eventgrid.example.net")).StatusCode);
    }

    [Fact]
    public async Task CloudEvents_of_our_own_types_need_no_mapping()
    {
        server.Configure();
        var (sender, before) = (Sender.Of("cloudevents"), Head);
        var data = new
        {
            events = new object[]
            {
                new { kind = "contact", territory = "56088", entity = "ce-1", data = new { name = "Kim" } },
                new { kind = "contact", territory = "56088", entity = "ce-2", data = new { name = "Lee" } },
            },
        };
        var body = CloudEventsSender.One(CloudEventsSender.Event("own-1", "onelead.events", WebhookFixture.Now, data));
        Assert.Equal((2, 0, 0), await server.TakenAsync(sender, body));
        Assert.Equal((0, 2, 0), await server.TakenAsync(sender, body));
        Assert.Equal(["~2Fcrm~2Feu:own-1", "~2Fcrm~2Feu:own-1:2"],
            (await server.RowsAsync(before)).Where(r => r.Event.Source == "cloudevents").Select(r => r.Event.SourceId));
    }

    [Fact]
    public async Task CloudEvents_that_nobody_maps_are_kept()
    {
        server.Configure();
        var body = Sender.Of("cloudevents").Change(505, WebhookFixture.Now);
        Assert.Equal((0, 0, 1), await server.TakenAsync(Sender.Of("cloudevents"), body));
        Assert.Equal("the source 'cloudevents' has no mapping",
            (await server.LetterAsync("cloudevents", "com.example.deal.updated")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_deal_goes_to_the_company_with_which_it_is_associated()
    {
        server.Configure();
        var (hubspot, at) = (Sender.Of("hubspot"), WebhookFixture.Now);
        await server.TakenAsync(hubspot, HubSpotSender.Body(
            HubSpotSender.PropertyChange("company", 31, "name", "Acme Associated", at), HubSpotSender.PropertyChange("deal", 30, "amount",
                "100", at), HubSpotSender.Association("DEAL_TO_COMPANY", 30, 31, false, at)));
        Assert.Equal(Keys.Crm("hubspot", "31"), await server.Services.GetRequiredService<IJournal>()
            .FindHomeAsync(Keys.DefaultTenant, EventKind.Opportunity, Keys.Entity("hubspot", "30")));
        // The change of an amount does not say whose the deal is, and moves nothing.
        await server.TakenAsync(hubspot, HubSpotSender.Body(HubSpotSender.PropertyChange("deal", 30, "amount", "200", at.AddSeconds(1))));
        Assert.Equal(Keys.Crm("hubspot", "31"), await server.Services.GetRequiredService<IJournal>()
            .FindHomeAsync(Keys.DefaultTenant, EventKind.Opportunity, Keys.Entity("hubspot", "30")));
        var moved = at.AddSeconds(2);
        await server.TakenAsync(hubspot, HubSpotSender.Body(HubSpotSender.Association("DEAL_TO_COMPANY", 30, 32, false, moved),
            HubSpotSender.Association("DEAL_TO_COMPANY", 30, 31, true, moved)));
        Assert.Equal(Keys.Crm("hubspot", "32"), await server.Services.GetRequiredService<IJournal>()
            .FindHomeAsync(Keys.DefaultTenant, EventKind.Opportunity, Keys.Entity("hubspot", "30")));
    }

    [Fact]
    public void Any_body_is_taken_refused_or_kept_and_nothing_fails()
    {
        server.Configure();
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var sender = Sender.All[random.Next(Sender.All.Count)];
            var body = sender.Change(random.Next(1_000), WebhookFixture.Now);
            for (var flips = random.Next(1, 5); flips > 0; flips--)
                body[random.Next(body.Length)] = (byte)random.Next(256);
            using var answer = server.DeliverAsync(sender, body).GetAwaiter().GetResult();
            return (int)answer.StatusCode is 200 or 400;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(7, 7));
    }

    private long Head => server.Services.GetRequiredService<IJournal>().Head(Keys.DefaultTenant);

    private static async Task<(int Accepted, int Repeated)> CountsAsync(HttpResponseMessage answer)
    {
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (json.GetProperty("accepted").GetInt32(), json.GetProperty("repeated").GetInt32());
    }
}
