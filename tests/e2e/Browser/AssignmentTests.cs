using Microsoft.Playwright;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>An administrator gives leads to people by rules.</summary>
[Collection(BrowserSuite.Name)]
public sealed class AssignmentTests(Sample sample, UsersServer users) : UsersTests(sample, users)
{
    [BrowserFact]
    public async Task A_draft_is_previewed_and_published_and_owners_appear_in_an_open_queue()
    {
        Expect("401");
        await Server.AddUserAsync("kim", "sales_executive", "Kim Okafor");
        var lead = await Server.NewLeadAsync("RULED1");
        var queue = await SignedInAsync("kim", $"{Dashboard.Queue}?text=RULED1&type=renewal");
        await queue.Row(lead).IsShownAsync();

        var page = await SignedInAsync("ada", "/app/assignment");
        var rows = page.Locator(".assign-rows > li");
        await rows.HasRowsAsync(1);
        await page.GetByText("Nothing is published, so leads are assigned by hand.").IsShownAsync();
        Assert.True(await page.Button("Publish").IsDisabledAsync());
        await AddRowAsync(page, "COMPUTE team", "COMPUTE");
        await AddRowAsync(page, "Territory 56100", "56100");
        await rows.HasRowsAsync(3);
        // By keyboard, and the moved row keeps the focus.
        await page.Button("Move Territory 56100 up").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await rows.First.Locator("b").First.HasAsync("Territory 56100");
        await Assertions.Expect(page.Button("Move Territory 56100 down")).ToBeFocusedAsync();
        await page.Button("Remove COMPUTE team").ClickAsync();
        await rows.HasRowsAsync(2);

        var expected = (await Server.AllAsync("/api/v1/leads?territory=56100&assignee=none")).Length;
        var shares = page.Locator(".assign-shares li");
        await shares.Locator("b").HasAsync("Kim Okafor");
        await shares.Locator(".meter").GetByText($"+{Behind.Count(expected)}").IsShownAsync();
        Assert.Null((await Server.LeadAsync(lead)).GetProperty("assignee").GetString());

        await page.Button("Publish").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByText("These are the first rules.").IsShownAsync();
        await dialog.Locator(".assign-reasons b").HasAsync($"+{Behind.Count(expected)}");
        await dialog.Button("Publish").ClickAsync();
        await page.GetByText("Version 1 holds").IsShownAsync();
        await queue.Row(lead).Locator(".c-status small").HasAsync("Kim Okafor");
        var step = (await Server.GetAsync($"/api/v1/leads/{lead}")).GetProperty("steps").EnumerateArray().Single();
        Assert.Equal("rule: Territory 56100", step.GetProperty("by").GetString());

        await queue.GoWithinAsync($"{Dashboard.Queue}?assignee=me&text=RULED1");
        await queue.Row(lead).IsShownAsync();
        await page.Tab("Workload").ClickAsync();
        await page.Table("Workload").Rows().Filter(new() { HasText = "Kim Okafor" }).Cell("Open leads").HasAsync(Behind.Count(expected));
        await page.Tab("History").ClickAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "Version 1" }).GetByText("by ada").IsShownAsync();
    }

    [BrowserFact]
    public async Task An_absence_with_a_deputy_is_entered_and_open_leads_are_handed_over()
    {
        Expect("401");
        await Server.AddUserAsync("abe", "sales_executive", "Abe Sent");
        await Server.AddUserAsync("dee", "sales_executive", "Dee Puty");
        var lead = await Server.NewLeadAsync("ABSENT1");
        var page = await SignedInAsync("abe", $"{Dashboard.Queue}?text=ABSENT1&lead={lead}");
        await page.Drawer().Button("Assign").ClickAsync();
        await page.Drawer().Locator(".people-found").Button("Abe Sent (me) Sales executive").ClickAsync();
        await page.Row(lead).Locator(".c-status small").HasAsync("Abe Sent");

        await page.GoWithinAsync("/app/profile");
        await page.GetByLabel("First day").FillAsync("2025-10-29");
        await page.GetByLabel("Deputy").SelectOptionAsync("Dee Puty");
        await page.Button("Save the absence").ClickAsync();
        await page.GetByText("The absence is stored.").IsShownAsync();
        await page.Button("Hand over open leads").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).Button("Hand over 1 lead").ClickAsync();
        await page.GetByText("1 lead went to Dee Puty.").IsShownAsync();
        Assert.Equal("Dee Puty", (await Server.LeadAsync(lead)).GetProperty("assignee").GetString());
    }

    [BrowserFact]
    public Task The_pages_are_accessible_and_fit_a_wide_window() => LookAsync(1440);

    [BrowserFact]
    public Task The_pages_are_accessible_and_fit_a_phone() => LookAsync(390);

    private async Task LookAsync(int width)
    {
        Expect("401");
        var problems = new List<string>();
        var page = await LoadAsync("/app/assignment", width, server: Address);
        await page.SignInAsync("ada");
        await CheckAsync("assignment", ".assign-preview");
        await page.Button("Add a row").ClickAsync();
        await page.GetByLabel("Add a person").SelectOptionAsync("ada");
        await CheckAsync("assignment-row", ".assign-people li");
        await page.Keyboard.PressAsync("Escape");
        await page.GoWithinAsync("/app/assignment?tab=workload");
        await CheckAsync("assignment-workload", "tbody tr[data-at]");
        await page.GoWithinAsync("/app/assignment?tab=history");
        await CheckAsync("assignment-history", ".empty-title, .assign-rows li");
        await page.GoWithinAsync("/app/profile");
        await CheckAsync("profile-absence", "input[type=date]");
        Assert.True(problems.Count == 0, string.Join("\n", problems));

        async Task CheckAsync(string name, string ready)
        {
            await page.Locator(ready).First.IsShownAsync();
            problems.AddRange(await AccessibilityTests.ProblemsAsync(page, $"{name}-{width}"));
        }
    }

    private static async Task AddRowAsync(IPage page, string name, string condition)
    {
        await page.Button("Add a row").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync(name);
        await dialog.GetByLabel(condition, new() { Exact = true }).CheckAsync();
        await dialog.GetByLabel("Add a person").SelectOptionAsync("Kim Okafor");
        await dialog.Button("Take over").ClickAsync();
    }
}
