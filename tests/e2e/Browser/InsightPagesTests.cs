using System.Text.Json;
using Microsoft.Playwright;
using static OneLead.EndToEnd.Tests.Browser.Behind;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>The pages of those who look: health, territories, analytics, any record.</summary>
[Collection(BrowserSuite.Name)]
public sealed class InsightPagesTests(Sample sample) : BrowserTests(sample)
{
    [BrowserFact]
    public async Task Customer_health_filters_and_sorts_as_the_server_does_and_keeps_it_in_its_address()
    {
        var page = await OpenAsync("/app/health");
        await IsHealthAsync("sort=health");
        await page.Pick("Show").SelectOptionAsync("yes");
        await page.IsAtAsync("risk=yes");
        await IsHealthAsync("sort=health&atRisk=true");
        await page.Table("Accounts by health").Locator("thead").Button("Lead value").ClickAsync();
        await page.IsAtAsync("sort=-value");
        await IsHealthAsync("sort=-value&atRisk=true");
        await page.ReloadAsync();
        await IsHealthAsync("sort=-value&atRisk=true");

        async Task IsHealthAsync(string query)
        {
            var expected = await Server.AllAsync($"/api/v1/accounts?{query}");
            Assert.NotEmpty(expected);
            var rows = page.Table("Accounts by health").Rows();
            await rows.HasRowsAsync(expected.Length);
            var names = expected.Select(a => a.GetProperty("name").GetString()!.Trim()).ToArray();
            IReadOnlyList<string> shown = [];
            await Wait.UntilAsync(() => $"{query} shows {string.Join('|', names)} and not {string.Join('|', shown)}",
                async () => (shown = await rows.Cell("Account").Locator("b").AllInnerTextsAsync()).SequenceEqual(names));
            Assert.Equal(expected.Select(a => a.GetProperty("health").GetProperty("composite"))
                    .Where(c => c.ValueKind != JsonValueKind.Null).Select(Plain),
                await rows.Cell("Health").Locator("b").AllInnerTextsAsync());
        }
    }

    [BrowserFact]
    public async Task A_territory_opens_with_its_leaderboard()
    {
        var page = await OpenAsync("/app/territories");
        var all = await Server.AllAsync("/api/v1/territories");
        var rows = page.Table("Territories").Rows();
        await rows.HasRowsAsync(all.Length);
        await page.Figure("Lead value").Value()
            .HasAsync(Sum(all.Sum(t => Amount(t.GetProperty("leadValue"))),
                all.Sum(t => t.GetProperty("leadValue").GetProperty("unknown").GetInt32())));

        await rows.Locator(".data-link", new() { HasText = "56121" }).ClickAsync();
        await page.IsAsync("Territory 56121");
        var one = await Server.GetAsync("/api/v1/territories/56121");
        var board = one.GetProperty("leaderboard").EnumerateArray().ToArray();
        Assert.True(board.Length > 1);
        await page.Table("Leaderboard").Rows().HasRowsAsync(board.Length);
        Assert.Equal(
            board.Select((a, i) => $"{i + 1} {a.GetProperty("name").GetString()} {Count(a.GetProperty("leads").GetProperty("total"))}")
                .Order(),
            (await page.Table("Leaderboard").Rows().EvaluateAllAsync<string[]>(
                "rows => rows.map(r => [r.querySelector('.rank-place').textContent, r.querySelector('b').textContent, r.querySelector('"
                + "[data-name=Leads]').textContent].join(' '))"))
                .Order());
        await page.Figure("Open leads").Value().HasAsync(Count(one.GetProperty("territory").GetProperty("leads").GetProperty("total")));
        await page.Figure("Open leads").ClickAsync();
        await page.IsAtAsync("/app/leads?territory=56121");
    }

    [BrowserFact]
    public async Task Every_metric_says_what_it_means_and_one_without_data_why()
    {
        var page = await OpenAsync("/app/analytics");
        var analytics = await Server.GetAsync("/api/v1/analytics");
        await page.Locator(".metric-definition").First.IsShownAsync();
        var definitions = await page.Locator(".metric-definition").AllInnerTextsAsync();
        foreach (var (title, name) in new[]
        {
            ("Scores", "scores"), ("Ageing", "ageing"), ("Funnel", "funnelByType"), ("Funnel", "acceptance"),
            ("Priority over time", "bands"), ("Velocity", "velocity"), ("Time to contact", "timeToContact"),
        })
        {
            var metric = analytics.GetProperty(name);
            Assert.Contains(metric.GetProperty("definition").GetString()!, definitions);
            var panel = page.Locator(".panel:has(.metric)", new() { Has = page.Locator($"h2:text-is(\"{title}\")") });
            if (!metric.GetProperty("available").GetBoolean())
                await Assertions.Expect(panel).ToContainTextAsync(metric.GetProperty("reason").GetString()!);
        }
        var all = analytics.GetProperty("ageing").GetProperty("data").EnumerateArray().Sum(b => b.GetProperty("count").GetInt32());
        await Assertions.Expect(page.Figure("Unchanged for 30 days").Locator(".figure-note")).ToHaveTextAsync($"of {Count(all)}");

        await page.Pick("by").SelectOptionAsync("factor");
        await page.IsAtAsync("by=factor");
        await page.Table("Funnel").Rows().HasRowsAsync(analytics.GetProperty("funnelByFactor").GetProperty("data").GetArrayLength());
        Assert.Contains(analytics.GetProperty("funnelByFactor").GetProperty("definition").GetString()!,
            await page.Locator(".metric-definition").AllInnerTextsAsync());
    }

    [BrowserFact]
    public async Task A_question_of_ones_own_is_filtered_grouped_summed_and_taken_along()
    {
        var page = await OpenAsync("/app/explore");
        await page.Pick("Show").SelectOptionAsync("opportunity");
        await page.Button("Add a filter").ClickAsync();
        var condition = page.Locator(".condition");
        await condition.GetByLabel("Field").SelectOptionAsync("probability");
        await condition.GetByLabel("Comparison").SelectOptionAsync("gt");
        await condition.GetByLabel("Value").FillAsync("0.5");
        await condition.GetByLabel("Value").PressAsync("Enter");
        await page.IsAtAsync("probability:gt:0.5");
        var rows = await Server.AllAsync("/api/v1/entities/opportunity?where=probability:gt:0.5");
        Assert.InRange(rows.Length, 1, (await Server.AllAsync("/api/v1/entities/opportunity")).Length - 1);
        await page.Locator(".explore-count b").HasAsync($"{rows.Length} records");
        await page.Table("Records").Rows().HasRowsAsync(rows.Length);

        await page.Button("Export").ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Link, new() { Name = "Comma-separated" }).ClickAsync());
        Assert.Equal(rows.Length, (await File.ReadAllLinesAsync(await download.PathAsync())).Length - 1);

        await page.Pick("Group by").SelectOptionAsync("stage");
        await page.Pick("Sum of").SelectOptionAsync("amount");
        await page.IsAtAsync("sum=amount");
        var groups = (await Server.GetAsync("/api/v1/entities/opportunity/groups?by=stage&sum=amount&where=probability:gt:0.5"))
            .GetProperty("items").EnumerateArray().ToArray();
        await page.Table("Groups").Rows().Cell("Mean").HasRowsAsync(groups.Length);
        var shown = await page.Table("Groups").Rows().EvaluateAllAsync<string[]>(
            "rows => rows.map(r => [r.querySelector('b').textContent, r.querySelector('.meter .num').textContent, r.querySelector('"
            + "[data-name=Records] .num').textContent].join(' '))");
        Assert.Equal(groups.Select(g =>
            $"{g.GetProperty("key").GetString()} {Money(g.GetProperty("sum").GetDecimal())} {Count(g.GetProperty("count"))}"), shown);
    }

    [BrowserFact]
    public async Task The_questions_of_the_deep_dive_answer_what_they_say()
    {
        var page = await OpenAsync("/app/explore");
        var asOf = (await Server.GetAsync("/api/v1/portfolio")).GetProperty("asOf").GetString()!;
        await page.GetByRole(AriaRole.Link, new() { Name = "Items past end of service with no support" }).ClickAsync();
        var unsupported = (await Server.AllAsync("/api/v1/entities/item")).Select(i => i.GetProperty("fields")).Count(f =>
            f.TryGetProperty("endOfService", out var known) && known.GetString() is { } end && string.CompareOrdinal(end, asOf) < 0
            && f.GetProperty("support").GetString() is "expired" or "uncovered" or "expired uncovered");
        Assert.InRange(unsupported, 1, 999);
        await page.Locator(".explore-count b").HasAsync($"{unsupported} records");

        await page.GetByRole(AriaRole.Link, new() { Name = "Open amount by stage" }).ClickAsync();
        var open = (await Server.AllAsync("/api/v1/entities/opportunity"))
            .Where(o => o.GetProperty("account").ValueKind == JsonValueKind.Object).Select(o => o.GetProperty("fields"))
            .Where(f => f.GetProperty("isOpen").GetBoolean()).ToArray();
        var stages = open.GroupBy(f => f.TryGetProperty("stage", out var stage) ? stage.GetString() : null).ToArray();
        await page.Locator(".explore-count").HasAsync($"{stages.Length} groups of {open.Length} records");
        var largest = stages.Select(s => (s.Key, Sum: s.Sum(f =>
            f.TryGetProperty("amount", out var amount) && amount.ValueKind == JsonValueKind.Number ? amount.GetDecimal() : 0)))
            .MaxBy(s => s.Sum);
        await page.Table("Groups").Rows().First.Locator("b").HasAsync(largest.Key!);
        await page.Table("Groups").Rows().First.Locator(".meter .num").HasAsync(Money(largest.Sum));
    }
}
