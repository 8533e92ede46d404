using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Playwright;
using OneLead.EndToEnd.Tests.Commands;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>The pages of those who look after the data: imports, reconciliation, rules, system.</summary>
[Collection(BrowserSuite.Name)]
public sealed class DataPagesTests(Sample sample) : BrowserTests(sample)
{
    [BrowserFact]
    public async Task A_workbook_is_previewed_tried_imported_and_taken_back()
    {
        using var files = new DataDirectory();
        var file = TestWorkbookFile.Of(files, "ours.xlsx", "UPLOAD1", null, "UPLOAD2");
        var page = await OpenAsync("/app/imports");
        await page.Locator("#import-file").SetInputFilesAsync(file);
        await page.Locator(".preview-sum").IsShownAsync();
        Assert.StartsWith("3 rows become 2 events, 1 refused", await page.Locator(".preview-sum").InnerTextAsync(),
            StringComparison.Ordinal);
        await Assertions.Expect(page.Locator(".preview-columns tr", new() { HasText = "Serial_Number_Id" }).Locator("td").First)
            .ToHaveTextAsync("serial");

        await page.Button("Dry run").ClickAsync();
        await page.Figure("Events to add").Value().HasAsync("2");
        await page.Figure("Refused").Value().HasAsync("1");
        Assert.Empty(await Server.LeadsAsync("UPLOAD"));

        await page.Button("Import").ClickAsync();
        await page.Figure("New events").Value().HasAsync("2");
        await page.Figure("Refused").Value().HasAsync("1");
        await Wait.UntilAsync("the leads are there", async () => (await Server.LeadsAsync("UPLOAD")).Length == 6);
        var download = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Link, new() { Name = "1 row error" }).ClickAsync());
        Assert.StartsWith("Install Base,3,Serial_Number_Id,(null),",
            Assert.Single((await File.ReadAllLinesAsync(await download.PathAsync()))[1..]), StringComparison.Ordinal);

        await page.Button("Undo import").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Why (optional)").FillAsync("the wrong file");
        await page.GetByRole(AriaRole.Dialog).Button("Undo import").ClickAsync();
        await Assertions.Expect(page.Locator(".callout", new() { HasText = "Undone" })).ToContainTextAsync("the wrong file");
        await page.Table("Imports").Rows().First.Cell("State").HasAsync("Undone");
        await Wait.UntilAsync("the leads have gone", async () => (await Server.LeadsAsync("UPLOAD")).Length == 0);
    }

    [BrowserFact]
    public async Task Rows_that_are_stored_and_not_used_yet_are_said_and_shown()
    {
        using var files = new DataDirectory();
        var file = files.File("campaigns.csv");
        await File.WriteAllTextAsync(file, "campaign_id,campaign_name\nPAGE-K1,Spring\nTotal,\nPAGE-K2,Autumn\n");
        var page = await OpenAsync("/app/imports");
        await page.Locator("#import-file").SetInputFilesAsync(file);
        await page.Locator(".preview-sum").IsShownAsync();
        Assert.StartsWith("2 rows become 2 events, 1 without data skipped; 2 not used yet",
            await page.Locator(".preview-sum").InnerTextAsync(), StringComparison.Ordinal);
        await page.Button("Import").ClickAsync();
        await page.Figure("New events").Value().HasAsync("2");
        await page.Figure("Not used yet").Value().HasAsync("2");
        var sheet = page.Table("Sheets").Rows().First;
        await sheet.Cell("Not used yet").HasAsync("2");
        await sheet.Cell("Skipped").HasAsync("1");
        await Assertions.Expect(page.Locator(".import-remarks")).ToContainTextAsync("1 line with totals skipped.");
        await page.Table("Imports").Rows().First.Cell("State").HasAsync("Done, with remarks");
        await page.Table("Imports").Rows().First.Cell("Not used yet").HasAsync("2");
        Assert.Equal(0, await page.OverflowAsync());
        var phone = await OpenAsync(new Uri(page.Url).PathAndQuery, width: 390);
        await Assertions.Expect(phone.Locator(".import-unused li")).ToContainTextAsync(
            "campaigns.csv: 2 rows. No score or page is built on this table yet.");
        Assert.Equal(0, await phone.OverflowAsync());

        await page.Locator(".import-unused").GetByRole(AriaRole.Link, new() { Name = "Show them" }).ClickAsync();
        await Assertions.Expect(page.Pick("Table")).ToHaveValueAsync("campaigns");
        await page.Table("Records").Rows().HasRowsAsync(2);
        await page.Table("Records").Rows().First.Cell("Campaign name").HasAsync("Spring");
    }

    [BrowserFact]
    public async Task A_near_match_is_decided_and_the_decision_undone()
    {
        const string Both = "/api/v1/accounts?territory=56107";
        var before = (await Server.AllAsync(Both)).Length;
        var page = await OpenAsync("/app/reconciliation");
        var match = page.Locator(".case", new() { HasText = "Similar names" });
        await match.Locator(".case-alike").HasAsync("74 of 100 alike");
        await match.Button("Same company").ClickAsync();
        await match.HasRowsAsync(0);
        await Wait.UntilAsync("it is one account", async () => (await Server.AllAsync(Both)).Length == before - 1);

        await page.Tab("Decisions").ClickAsync();
        var merge = page.Table("Decisions").Rows().First;
        await merge.Cell("belongs to").GetByRole(AriaRole.Link).IsShownAsync();
        Assert.Equal("merge",
            (await Server.GetAsync("/api/v1/reconciliation")).GetProperty("decisions")[0].GetProperty("rule").GetString());
        await merge.Button("Undo").ClickAsync();
        await page.Locator(".callout", new() { HasText = "is a separate account again" }).IsShownAsync();
        await Wait.UntilAsync("they are two accounts", async () => (await Server.AllAsync(Both)).Length == before);
    }

    [BrowserFact]
    public async Task A_dead_letter_is_corrected_and_replayed()
    {
        var added = (await OneLeadProgram.RunAsync(Sample.Data, "sources", "add", "crm", "--format", "pipedrive")).With(0).Output;
        var password = added.Split('\n').Single(l => l.StartsWith("Password", StringComparison.Ordinal))["Password".Length..].Trim();
        using var delivery = new HttpRequestMessage(HttpMethod.Post, "/api/v1/webhooks/crm")
        {
            Content = new StringContent(
                """{"meta":{"action":"change","entity":"deal","entity_id":7,"id":"m-7","timestamp":"1772447400","version":"2.0"},"data":"""
                + """{"id":7,"title":"Deal","value":"a lot","currency":"EUR","org_id":9}}""",
                Encoding.UTF8, "application/json"),
        };
        delivery.Headers.Authorization = new AuthenticationHeaderValue("Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"crm:{password}")));
        (await Server.Http.SendAsync(delivery)).EnsureSuccessStatusCode();

        var page = await OpenAsync("/app/system");
        await page.Figure("Dead letters").Value().HasAsync("1");
        await page.Tab("Dead letters").ClickAsync();
        await page.Table("Dead letters").Rows().First.Locator(".data-link").ClickAsync();
        var text = page.GetByRole(AriaRole.Dialog).Locator("textarea");
        var record = await text.InputValueAsync();
        await text.FillAsync("{");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog).Button("Save and replay")).ToBeDisabledAsync();
        await text.FillAsync(record.Replace("\"a lot\"", "250", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Dialog).Button("Save and replay").ClickAsync();
        await page.Locator("dialog[open]").HasRowsAsync(0);
        await page.Locator("[aria-label='Dead letters'] .empty", new() { HasText = "No open dead letters" }).IsShownAsync();
        Assert.Equal("replayed", Assert.Single(await Server.AllAsync("/api/v1/dead-letters")).GetProperty("state").GetString());
        var deal = Assert.Single(await Server.AllAsync("/api/v1/entities/opportunity?where=amount:eq:250"));
        Assert.Equal("Deal", deal.GetProperty("fields").GetProperty("name").GetString());
    }

    [BrowserFact]
    public async Task The_rules_in_force_are_named_and_what_cannot_be_done_says_why()
    {
        var page = await OpenAsync("/app/rules");
        var version = (await Server.GetAsync("/api/v1/portfolio")).GetProperty("rulesVersion").GetString()!.Split('+');
        await page.Figure("In force").Value().HasAsync(version[0]);
        await page.Figure("In force").Locator(".figure-note").HasAsync($"content {version[1]}");
        var weights = page.Locator(".panel", new() { HasText = "How a score is computed" }).Locator(".weights .meter .num");
        await weights.HasRowsAsync(4);
        Assert.Equal(100, (await weights.AllInnerTextsAsync()).Sum(w => int.Parse(w.TrimEnd('%', ' ', ' '), CultureInfo.InvariantCulture)));
        var missing = page.Locator(".unavailable");
        await missing.HasRowsAsync(2);
        Assert.All(await missing.AllInnerTextsAsync(), text => Assert.Matches("not available\\s+\\S.{40,}", text));
    }
}
