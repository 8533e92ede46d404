using System.Net;
using System.Text.Json;

namespace OneLead.Web.Tests.Pages;

[Collection(nameof(ServerCollection))]
public class PagesTests(PagesFixture pages) : IClassFixture<PagesFixture>
{
    [Fact]
    public async Task Expired_items_are_counted_by_account_with_the_worst_and_their_worth()
    {
        var expired = (await pages.GetAsync("action-required")).GetProperty("expired");
        var acme = Assert.Single(expired.GetProperty("items").EnumerateArray());
        Assert.Equal((1, "ACME", 2, 3_773), (expired.GetProperty("total").GetInt32(), acme.GetProperty("account").GetProperty("name")
            .GetString(), acme.GetProperty("expired").GetInt32(), acme.GetProperty("worstDays").GetInt32()));
        // The contract of one; of the other only the maximum of its refresh lead is known.
        Assert.Equal((1_500.50m, "USD", 1), Sum(acme, "valueAtRisk"));
        Assert.Equal((200_000m, "USD", 0), Sum(acme, "estimatedAtRisk"));
    }

    [Fact]
    public async Task Contracts_and_support_end_within_their_notice_else_ninety_days()
    {
        var ending = (await pages.GetAsync("action-required")).GetProperty("ending");
        Assert.Equal(
            [("support", "hpe:A3", 30, 90, 900m), ("contract", "c1", 90, 90, 12_000m), ("contract", "c3", 123, 180, -1m)],
            ending.GetProperty("items").EnumerateArray().Select(e => (
                e.GetProperty("kind").GetString()!, e.GetProperty("id").GetString()!, e.GetProperty("days").GetInt32(),
                e.GetProperty("noticeDays").GetInt32(),
                e.GetProperty("value").ValueKind == JsonValueKind.Null ? -1 : Amount(e, "value"))));
        Assert.Equal(1, (await pages.GetAsync("action-required?territory=200")).GetProperty("ending").GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Credits_under_seventy_percent_that_have_not_run_out_the_most_unused_first()
    {
        var credits = (await pages.GetAsync("action-required")).GetProperty("credits").GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([("s1", 0.1m), ("s4", 0.5m)],
            credits.Select(c => (c.GetProperty("id").GetString()!, c.GetProperty("utilization").GetDecimal())));
        Assert.Equal("ACME", credits[0].GetProperty("account").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Revenue_is_where_opportunities_are_open_large_likely_and_near()
    {
        var focus = await pages.GetAsync("revenue-focus");
        var big = Assert.Single(focus.GetProperty("opportunities").GetProperty("items").EnumerateArray());
        Assert.Equal(("o1", 200_000m, 10, "Strategic"), (big.GetProperty("id").GetString(), Amount(big, "weighted"),
            big.GetProperty("days").GetInt32(), big.GetProperty("tier").GetString()));
        Assert.Equal(
            [("Proposal", 2, 750_000m, 300_000m, 0), ("Qualify", 2, 1_000m, 900m, 1)],
            focus.GetProperty("stages").EnumerateArray().Select(s => (
                s.GetProperty("stage").GetString()!, s.GetProperty("count").GetInt32(), Amount(s, "amount"), Amount(s, "weighted"),
                s.GetProperty("weighted").GetProperty("unknown").GetInt32())));
        Assert.Equal(["o1", "o4"],
            focus.GetProperty("closing").GetProperty("items").EnumerateArray().Select(o => o.GetProperty("id").GetString()));
        Assert.Equal(
            [("ACME", 1), ("BETA", 1)],
            focus.GetProperty("accounts").GetProperty("items").EnumerateArray()
                .Select(a => (a.GetProperty("account").GetProperty("name").GetString()!, a.GetProperty("opportunities").GetArrayLength())));
        Assert.Equal(["o1"], (await pages.GetAsync("revenue-focus?within=10")).GetProperty("closing").GetProperty("items").EnumerateArray()
            .Select(o => o.GetProperty("id").GetString()));
        Assert.Equal(2, (await pages.GetAsync("revenue-focus?minAmount=500&territory=100&minProbability=0.1")).GetProperty("opportunities")
            .GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("where=amount:gt:1000&where=isOpen:eq:true", new[] { "o1", "o2" })]
    [InlineData("where=stage:eq:qualify&sort=-amount", new[] { "o4", "o5" })]
    [InlineData("where=amount:empty", new[] { "o5" })]
    [InlineData("where=amount:ne:1000&sort=-amount", new[] { "o3", "o2", "o1", "o5" })]
    [InlineData("where=closeDate:ge:2025-12-01&sort=closeDate", new[] { "o4", "o2" })]
    [InlineData("where=account.tier:eq:growth", new[] { "o4", "o5" })]
    [InlineData("where=name:contains:IG", new[] { "o1" })]
    [InlineData("text=unlik", new[] { "o2" })]
    [InlineData("territory=200", new[] { "o4", "o5" })]
    public async Task Entities_are_filtered_and_sorted_by_any_field(string query, string[] ids) =>
        Assert.Equal(ids, await pages.IdsAsync($"entities/opportunity?{query}"));

    [Fact]
    public async Task Pages_of_entities_follow_each_other()
    {
        var (seen, cursor) = (new List<string>(), "");
        do
        {
            var page = await pages.GetAsync($"entities/opportunity?sort=-amount&limit=2{cursor}");
            Assert.Equal(5, page.GetProperty("total").GetInt32());
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("id").GetString()!));
            cursor = page.GetProperty("next").GetString() is { } next ? "&cursor=" + next : "";
        }
        while (cursor.Length > 0);
        Assert.Equal(["o3", "o2", "o1", "o4", "o5"], seen);
    }

    [Fact]
    public async Task Items_say_what_the_rules_say_of_them()
    {
        Assert.Equal(["hpe:A1"], await pages.IdsAsync("entities/item?where=risk:eq:critical"));
        Assert.Equal(["hpe:A1", "hpe:A2"], await pages.IdsAsync("entities/item?where=daysPastEndOfLife:gt:0"));
        var item = (await pages.GetAsync("entities/item?text=A1")).GetProperty("items")[0];
        Assert.Equal(("COMPUTE", "uncovered", 3_773),
            (item.GetProperty("fields").GetProperty("family").GetString(), item.GetProperty("fields").GetProperty("support").GetString(),
                item.GetProperty("fields").GetProperty("daysPastEndOfLife").GetInt32()));
        var account = item.GetProperty("account").GetProperty("id").GetString();
        // Of one account they come from the account itself, of all from what is stored: the same rows.
        Assert.Equal(
            (await pages.GetAsync("entities/item?territory=100")).GetProperty("items").GetRawText(),
            (await pages.GetAsync($"entities/item?account={Uri.EscapeDataString(account!)}")).GetProperty("items").GetRawText());
    }

    [Fact]
    public async Task Credits_are_summed_by_segment()
    {
        var groups = await pages.GetAsync("entities/service_credit/groups?by=account.segment&sum=purchased");
        Assert.Equal(
            [("Enterprise", 2, 200m, 100m), ("Midmarket", 2, 130m, 65m)],
            groups.GetProperty("items").EnumerateArray().Select(g => (g.GetProperty("key").GetString()!, g.GetProperty("count").GetInt32(),
                g.GetProperty("sum").GetDecimal(), g.GetProperty("average").GetDecimal())));
        Assert.Equal(4, groups.GetProperty("total").GetInt32());
    }

    // s3 ended on 2025-10-28, s4 has no known end; both others end on 2026-01-01.
    [Theory]
    [InlineData("service_credit", "contractEnd:not_lt:today", new[] { "s1", "s2", "s4" })]
    [InlineData("service_credit", "contractEnd:ge:today", new[] { "s1", "s2" })]
    [InlineData("service_credit", "contractEnd:lt:today%2B64", new[] { "s3" })]
    [InlineData("service_credit", "contractEnd:lt:today%2B65", new[] { "s1", "s2", "s3" })]
    [InlineData("contract", "end:eq:today-1", new[] { "c4" })]
    [InlineData("item", "isSupported:eq:false", new[] { "hpe:A1" })]
    [InlineData("item", "endOfLife:lt:today", new[] { "hpe:A1", "hpe:A2" })]
    public async Task Conditions_know_the_day(string kind, string where, string[] ids) =>
        Assert.Equal(ids, await pages.IdsAsync($"entities/{kind}?where={where}"));

    [Theory]
    [InlineData("contractEnd:lt:tomorrow")]
    [InlineData("contractEnd:lt:today%2B")]
    [InlineData("contractEnd:lt:today%2B99999999999")]
    [InlineData("purchased:gt:1,000")]
    [InlineData("purchased:ne:many")]
    public async Task A_condition_that_cannot_be_compared_is_refused(string where) => Assert.Equal(
        HttpStatusCode.BadRequest, (await pages.Server.Http.GetAsync($"/api/v1/entities/service_credit?where={where}")).StatusCode);

    // A plus that was not escaped is a blank.
    [Fact]
    public async Task An_unescaped_plus_is_understood() =>
        Assert.Equal(["s3"], await pages.IdsAsync("entities/service_credit?where=contractEnd:lt:today+64"));

    // ACME: s1 10 of 100 and s2 70 of 100; BETA: s4 15 of 30. What ended does not count.
    [Theory]
    [InlineData("utilization", 0.8, 0.4, 0.5)]
    [InlineData("unused", 120, 60, 15)]
    public async Task Unexpired_credits_are_averaged_by_segment(string sum, double acmeSum, double acmeMean, double beta)
    {
        var groups = await pages.GetAsync($"entities/service_credit/groups?by=account.segment&sum={sum}&where=contractEnd:not_lt:today");
        Assert.Equal(
            [("Enterprise", 2, 1, (decimal)acmeSum, (decimal)acmeMean), ("Midmarket", 1, 1, (decimal)beta, (decimal)beta)],
            groups.GetProperty("items").EnumerateArray().Select(g => (
                g.GetProperty("key").GetString()!, g.GetProperty("count").GetInt32(), g.GetProperty("accounts").GetInt32(),
                g.GetProperty("sum").GetDecimal(), g.GetProperty("average").GetDecimal())));
    }

    [Fact]
    public async Task The_open_amount_by_stage_has_no_won_deals_and_says_what_is_unknown()
    {
        var groups = await pages.GetAsync("entities/opportunity/groups?by=stage&sum=amount&where=isOpen:eq:true");
        Assert.Equal(
            [("Proposal", "USD", 750_000m, 0), ("Qualify", "USD", 1_000m, 1)],
            groups.GetProperty("items").EnumerateArray().Select(g => (
                g.GetProperty("key").GetString()!, g.GetProperty("currency").GetString()!, g.GetProperty("sum").GetDecimal(),
                g.GetProperty("unknown").GetInt32())));
    }

    [Fact]
    public async Task A_kind_says_its_fields_those_of_a_source_among_them()
    {
        var fields = (await pages.GetAsync("entities/activity/fields")).GetProperty("items").EnumerateArray().ToDictionary(
            f => f.GetProperty("name").GetString()!, f => (f.GetProperty("type").GetString(), f.GetProperty("source").GetString()));
        Assert.Equal(("instant", "schema"), fields["at"]);
        Assert.Equal(("text", "other"), fields["mood"]);
        Assert.Equal(HttpStatusCode.NotFound, (await pages.Server.Http.GetAsync("/api/v1/entities/lead_status")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await pages.Server.Http.GetAsync("/api/v1/entities/item?where=risk:like:x")).StatusCode);
    }

    [Fact]
    public async Task Services_are_recommended_where_leads_are_and_gaps_are_items_without_cover()
    {
        var recommendations = await pages.GetAsync("recommendations");
        var gap = Assert.Single(recommendations.GetProperty("gaps").GetProperty("items").EnumerateArray());
        Assert.Equal(("ACME", 1, 1, 0), (gap.GetProperty("account").GetProperty("name").GetString(), gap.GetProperty("items").GetInt32(),
            gap.GetProperty("uncovered").GetInt32(), gap.GetProperty("expired").GetInt32()));
    }

    [Fact]
    public async Task The_palette_finds_accounts_leads_items_and_territories()
    {
        var found = await pages.GetAsync("search?text=acm");
        Assert.Equal("ACME", found.GetProperty("accounts")[0].GetProperty("name").GetString());
        Assert.All(found.GetProperty("leads").EnumerateArray(),
            l => Assert.Equal("ACME", l.GetProperty("account").GetProperty("name").GetString()));
        Assert.Equal("hpe:A1",
            Assert.Single((await pages.GetAsync("search?text=a1")).GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        // In order, and so without a lead: found by its whole serial.
        Assert.Equal("hpe:B1",
            Assert.Single((await pages.GetAsync("search?text=b1")).GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal("200", Assert.Single((await pages.GetAsync("search?text=20")).GetProperty("territories").EnumerateArray())
            .GetProperty("id").GetString());
    }

    private static (decimal, string?, int) Sum(JsonElement of, string name)
    {
        var sum = of.GetProperty(name);
        return (sum.GetProperty("amount").GetDecimal(), sum.GetProperty("currency").GetString(), sum.GetProperty("unknown").GetInt32());
    }

    private static decimal Amount(JsonElement of, string name) => of.GetProperty(name).GetProperty("amount").GetDecimal();
}
