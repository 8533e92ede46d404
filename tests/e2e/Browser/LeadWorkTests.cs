using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>What a sales rep does to leads.</summary>
[Collection(BrowserSuite.Name)]
public sealed class LeadWorkTests(Sample sample) : BrowserTests(sample)
{
    [BrowserFact]
    public async Task Several_leads_are_assigned_and_contacted_at_once_and_the_last_step_is_taken_back()
    {
        string[] leads = [await Server.NewLeadAsync("BULK1"), await Server.NewLeadAsync("BULK2"), await Server.NewLeadAsync("BULK3")];
        var page = await OpenAsync($"{Dashboard.Queue}?text=BULK&type=renewal");
        await page.Locator(".lead-row").HasRowsAsync(3);
        await page.Row(leads[0]).Locator(".c-pick").ClickAsync();
        await page.Row(leads[1]).Locator(".c-pick").ClickAsync();
        var bar = page.Locator(".bulk");
        await bar.Locator(".bulk-count").HasAsync("2 selected");

        await bar.Button("Assign").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.Locator("h2").HasAsync("Assign: 2 leads");
        await dialog.GetByLabel("To whom?").FillAsync("kim");
        await dialog.Button("Assign").ClickAsync();
        await page.Row(leads[0]).Locator(".c-status small").HasAsync("kim");
        await page.Row(leads[1]).Locator(".c-status small").HasAsync("kim");
        foreach (var lead in leads[..2])
            Assert.Equal("kim", (await Server.LeadAsync(lead)).GetProperty("assignee").GetString());

        await bar.Button("Contact").ClickAsync();
        await page.Row(leads[0]).Locator(".c-status .status").HasAsync("Contacted");
        await page.Row(leads[1]).Locator(".c-status .status").HasAsync("Contacted");
        Assert.Equal(["contacted", "contacted", "new"], await Task.WhenAll(leads.Select(Server.StatusAsync)));

        await page.Toast("2 leads contacted").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await page.Toast("2 leads undone").IsShownAsync();
        await page.Row(leads[0]).Locator(".c-status .status").HasAsync("New");
        Assert.Equal(["new", "new", "new"], await Task.WhenAll(leads.Select(Server.StatusAsync)));
        Assert.Equal("kim", (await Server.LeadAsync(leads[0])).GetProperty("assignee").GetString());
    }

    [BrowserFact]
    public async Task A_lead_is_rejected_with_a_reason_and_another_converted_with_its_opportunity()
    {
        var (no, yes) = (await Server.NewLeadAsync("CLOSE1"), await Server.NewLeadAsync("CLOSE2"));
        var page = await OpenAsync($"{Dashboard.Queue}?text=CLOSE&type=renewal&lead={no}");
        await page.Drawer().Button("Reject").ClickAsync();
        var reject = page.Drawer().Locator(".ask").Button("Reject");
        await Assertions.Expect(reject).ToBeDisabledAsync();
        await page.Drawer().Button("No budget this year").ClickAsync();
        await reject.ClickAsync();
        await page.Drawer().Locator(".status-rejected").IsShownAsync();
        await page.Drawer().Locator(".steps p").First.HasAsync("No budget this year");
        Assert.Equal(("rejected", "No budget this year"), ((await Server.LeadAsync(no)).GetProperty("status").GetString(),
            (await Server.LeadAsync(no)).GetProperty("statusReason").GetString()));

        await page.GoWithinAsync($"{Dashboard.Queue}?text=CLOSE&type=renewal&lead={yes}");
        foreach (var (verb, status) in new[] { ("Contact", "contacted"), ("Qualify", "qualified") })
        {
            await page.Drawer().Button(verb).ClickAsync();
            await page.Drawer().Locator($".status-{status}").IsShownAsync();
        }
        await page.Drawer().Button("Convert").ClickAsync();
        await page.Drawer().GetByLabel("Opportunity (optional)").FillAsync("OPE-0012345678");
        var request = await page.RunAndWaitForRequestAsync(() => page.Drawer().Locator(".ask").Button("Convert").ClickAsync(),
            request => request.Method == "POST");
        Assert.Contains("\"opportunityId\":\"OPE-0012345678\"", request.PostData, StringComparison.Ordinal);
        await page.Drawer().Locator(".status-converted").IsShownAsync();
        await page.Drawer().Locator(".todo").GetByText("OPE-0012345678").IsShownAsync();
        Assert.Equal("converted", await Server.StatusAsync(yes));
    }

    [BrowserFact]
    public async Task Of_two_people_on_one_lead_the_slower_is_told_who_was_faster_and_can_do_it_all_the_same()
    {
        Expect("412");
        var lead = await Server.NewLeadAsync("TWO1");
        var slower = await OpenAsync($"{Dashboard.Queue}?text=TWO1&lead={lead}");
        await slower.Drawer().Locator(".status-new").IsShownAsync();
        // The slower one's line is cut: what they see is from before.
        await slower.RouteAsync("**/api/v1/leads/**", async route =>
        {
            if (route.Request.Method == "POST" && await Server.StatusAsync(lead) == "new")
                await Server.PostAsync($"/api/v1/leads/{lead}/status", new { status = "contacted", by = "faster" }, "*");
            await route.ContinueAsync();
        });
        await slower.Drawer().Button("Contact").ClickAsync();
        var toast = slower.Toast("faster");
        await toast.IsShownAsync();
        Assert.Matches(new Regex("your change was not applied", RegexOptions.IgnoreCase), await toast.InnerTextAsync());
        await slower.Drawer().Locator(".status-contacted").IsShownAsync();
        Assert.Single((await Server.GetAsync($"/api/v1/leads/{lead}")).GetProperty("steps").EnumerateArray(),
            s => !s.TryGetProperty("refused", out var refused) || refused.ValueKind == System.Text.Json.JsonValueKind.Null);
    }

    [BrowserFact]
    public async Task What_was_refused_to_the_slower_can_be_done_all_the_same_and_the_faster_sees_it()
    {
        Expect("412");
        var lead = await Server.NewLeadAsync("TWO2");
        var faster = await OpenAsync($"{Dashboard.Queue}?text=TWO2&lead={lead}");
        var slower = await OpenAsync($"{Dashboard.Queue}?text=TWO2&lead={lead}");
        await faster.Drawer().Locator(".status-new").IsShownAsync();
        await slower.Drawer().Locator(".status-new").IsShownAsync();
        // Between the slower one's click and its arrival the faster one assigns the lead.
        var first = true;
        await slower.RouteAsync("**/api/v1/leads/**", async route =>
        {
            if (route.Request.Method == "POST" && first)
            {
                first = false;
                await faster.Drawer().Button("Assign").ClickAsync();
                await faster.Drawer().GetByLabel("To whom?").FillAsync("robin");
                await faster.Drawer().Locator(".ask").Button("Assign").ClickAsync();
                await faster.Row(lead).Locator(".c-status small").HasAsync("robin");
            }
            await route.ContinueAsync();
        });
        await slower.Drawer().Button("Contact").ClickAsync();
        await slower.Row(lead).Locator(".c-status small").HasAsync("robin");
        await slower.Button("Apply anyway").ClickAsync();
        await faster.Row(lead).Locator(".c-status .status").HasAsync("Contacted");
        await faster.Drawer().Locator(".status-contacted").IsShownAsync();
        var now = await Server.LeadAsync(lead);
        Assert.Equal(("contacted", "robin"), (now.GetProperty("status").GetString(), now.GetProperty("assignee").GetString()));
    }

    [BrowserFact]
    public async Task Two_quick_clicks_at_one_place_are_one_step_and_a_closed_lead_is_reopened()
    {
        var lead = await Server.NewLeadAsync("TWICE1");
        var page = await OpenAsync($"{Dashboard.Queue}?text=TWICE1&lead={lead}");
        await page.Drawer().Locator(".status-new").IsShownAsync();
        var place = (await page.Drawer().Button("Contact").BoundingBoxAsync())!;
        await page.Mouse.ClickAsync(place.X + place.Width / 2, place.Y + place.Height / 2);
        await Task.Delay(250);
        await page.Mouse.ClickAsync(place.X + place.Width / 2, place.Y + place.Height / 2);
        await page.Drawer().Locator(".track [aria-current=step]").HasAsync("Contacted");
        await page.Drawer().Locator(".steps li").HasRowsAsync(1);
        Assert.Equal("contacted", await Server.StatusAsync(lead));
        Assert.Equal(place.X, (await page.Drawer().Button("Contact").BoundingBoxAsync())!.X);

        await page.Drawer().Button("Reject").ClickAsync();
        await page.Drawer().Button("Bought elsewhere").ClickAsync();
        await page.Drawer().Locator(".ask").Button("Reject").ClickAsync();
        await page.Drawer().Locator(".track [aria-current=step]").HasAsync("Rejected");
        await page.Drawer().Button("Reopen").ClickAsync();
        await page.Drawer().Locator(".track [aria-current=step]").HasAsync("New");

        foreach (var before in new[] { "rejected", "contacted", "new" })
        {
            await page.Keyboard.PressAsync("Control+z");
            await page.Drawer().Locator($".status-{before}").IsShownAsync();
            Assert.Equal(before, await Server.StatusAsync(lead));
        }
    }

    [BrowserFact]
    public async Task A_form_that_was_opened_before_another_persons_step_says_who_did_what_and_asks_again()
    {
        var lead = await Server.NewLeadAsync("STALE1");
        var page = await OpenAsync($"{Dashboard.Queue}?text=STALE1&lead={lead}");
        await page.Drawer().Button("Reject").ClickAsync();
        await page.Drawer().Button("Not ours").ClickAsync();
        await Server.PostAsync($"/api/v1/leads/{lead}/status", new { status = "qualified", by = "robin" }, "*");
        await page.Drawer().Locator(".ask .callout").GetByText("robin moved this lead to qualified").IsShownAsync();
        await Assertions.Expect(page.Drawer().Locator(".ask").Button("Reject")).ToHaveCountAsync(0);
        Assert.Equal("qualified", await Server.StatusAsync(lead));

        await page.Drawer().Button("Reject anyway").ClickAsync();
        await page.Drawer().Locator(".status-rejected").IsShownAsync();
        Assert.Equal("Not ours", (await Server.LeadAsync(lead)).GetProperty("statusReason").GetString());
    }

    [BrowserFact]
    public async Task Filters_stand_in_the_address_survive_a_reload_and_are_kept_as_a_view()
    {
        var page = await OpenAsync(Dashboard.Queue);
        foreach (var (menu, option) in new[] { ("Priority", "Critical"), ("Type", "Renewal") })
        {
            await page.Locator(".menu-button", new() { HasText = menu }).ClickAsync();
            await page.Locator(".menu-panel").GetByLabel(option, new() { Exact = true }).ClickAsync();
            await page.Keyboard.PressAsync("Escape");
        }
        await page.IsAtAsync("?type=renewal&priority=critical");
        await page.Locator(".lead-heads").Button("Account").ClickAsync();
        await page.IsAtAsync("sort=account");
        var expected = await Server.AllAsync("/api/v1/leads?type=renewal&priority=critical");
        Assert.NotEmpty(expected);
        var sub = page.Locator(".page-sub .live-number");
        await sub.HasAsync($"{expected.Length} open leads");

        await page.ReloadAsync();
        await sub.HasAsync($"{expected.Length} open leads");
        await Assertions.Expect(page.Locator(".lead-head[aria-sort=ascending]")).ToHaveTextAsync("Account");
        Assert.Equal(["Critical"], (await page.Locator(".lead-row .priority-word").AllInnerTextsAsync()).Distinct());

        await page.Button("Views").ClickAsync();
        await page.Button("Save this view").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Name").FillAsync("Burning");
        await page.GetByRole(AriaRole.Dialog).Button("Save").ClickAsync();
        await page.Button("Burning").IsShownAsync();
        await page.GotoAsync(Dashboard.Queue);
        await page.Locator(".filters > .menu > button").First.ClickAsync();
        await page.Locator(".views").Button("Burning").ClickAsync();
        await page.IsAtAsync("?type=renewal&priority=critical&sort=account");
        await sub.HasAsync($"{expected.Length} open leads");
    }
}
