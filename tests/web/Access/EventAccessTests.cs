using System.Net;
using System.Text.Json;
using OneLead.Web.Access;
using OneLead.Web.Tests.Users;
using static OneLead.Web.Tests.Access.TwoManagersFixture;

namespace OneLead.Web.Tests.Access;

/// <summary>What callers send by POST /events, to a server of their own.</summary>
public class EventAccessTests(TwoManagersFixture fixture) : IClassFixture<TwoManagersFixture>
{
    [Fact]
    public async Task An_account_manager_writes_opportunities_of_own_accounts_alone()
    {
        Assert.Equal(HttpStatusCode.OK,
            (await SendAsync(As(Kim), Event("opportunity", "kims", $"{Kim}100", NameOf(Kim, "OWN"), " "))).Status);
        Assert.Equal(HttpStatusCode.NotFound,
            (await SendAsync(As(Kim), Event("opportunity", "kims2", $"{Lee}100", NameOf(Lee, "OWN"), " "))).Status);
        // Lee's opportunity would come to Kim's account.
        Assert.Equal(HttpStatusCode.NotFound,
            (await SendAsync(As(Kim), Event("opportunity", $"{Lee}-o1", $"{Kim}100", NameOf(Kim, "OWN"), " ", "z"))).Status);
        foreach (var kind in (string[])["account", "contact", "contract", "service_credit", "project"])
            Assert.Equal(HttpStatusCode.Forbidden,
                (await SendAsync(As(Kim), Event(kind, "kims3", $"{Kim}100", NameOf(Kim, "OWN"), " "))).Status);
    }

    [Fact]
    public async Task Nobody_takes_the_name_of_a_sender_and_its_events_for_repeats()
    {
        const string Sent = "\"source\":\"hubspot\",\"id\":\"evt-1\",\"entity\":\"evt\"";
        var own = $$$"""{"kind":"opportunity",{{{Sent}}},"name":"{{{NameOf(Kim, "OWN")}}}","territory":"{{{Kim}}}100","data":{}}""";
        var others = $$$"""{"kind":"account",{{{Sent}}},"name":"{{{NameOf(Lee, "OWN")}}}","territory":"{{{Lee}}}100","data":{}}""";
        Assert.True((await SendAsync(As(Kim), own)).Body.GetProperty("events")[0].GetProperty("new").GetBoolean());
        Assert.True((await SendAsync(Everybody, others)).Body.GetProperty("events")[0].GetProperty("new").GetBoolean());
    }

    [Fact]
    public async Task A_key_that_may_only_write_records_does_not_write_accounts()
    {
        var (_, secret) = await fixture.Server.Http.AddKeyAsync("records", Role.Administrator, ["write_records"]);
        var answer = await fixture.Server.PostAsync(
            "/api/v1/events",
            Event("account", $"{Lee}-a1", $"{Lee}100", NameOf(Lee, "OWN"), $""" "accountManager":"{Kim} Manager" """, "y"),
            ("Authorization", $"Bearer {secret}"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(string caller, string sent)
    {
        using var answer = await fixture.Server.PostAsync("/api/v1/events", sent, fixture.Key(caller));
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }
}
