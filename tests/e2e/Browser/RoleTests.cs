using Microsoft.Playwright;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>People see and do what their role allows, and administrators manage users and keys.</summary>
[Collection(BrowserSuite.Name)]
public sealed class RoleTests(Sample sample, UsersServer users) : UsersTests(sample, users)
{
    [BrowserFact]
    public async Task Leads_are_assigned_to_people_and_nobody_types_a_name()
    {
        await Server.AddUserAsync("kim", "sales_executive", "Kim Okafor");
        await Server.AddUserAsync("robin", "account_manager", "Robin Adams");
        await Server.AddUserAsync("ann", "analyst", "Ann Reader");
        var lead = await Server.NewLeadAsync("PEOPLE1");
        var page = await SignedInAsync("kim", $"{Dashboard.Queue}?text=PEOPLE1&lead={lead}");
        await page.Drawer().Button("Assign").ClickAsync();
        var found = page.Drawer().Locator(".people-found li");
        await found.First.GetByText("Kim Okafor (me)").IsShownAsync();
        Assert.DoesNotContain(await found.AllInnerTextsAsync(), text => text.Contains("Ann", StringComparison.Ordinal));
        await page.Drawer().GetByLabel("To whom?").FillAsync("robin");
        await found.HasRowsAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await page.Row(lead).Locator(".c-status small").HasAsync("Robin Adams");
        var step = (await Server.GetAsync($"/api/v1/leads/{lead}")).GetProperty("steps").EnumerateArray().Single();
        Assert.Equal(("assigned:Robin Adams", "Kim Okafor"), (step.GetProperty("what").GetString(), step.GetProperty("by").GetString()));

        await page.Locator(".filters > .menu > button").First.ClickAsync();
        await page.Locator(".views").Button("My leads").ClickAsync();
        await page.IsAtAsync("assignee=me");
    }

    [BrowserFact]
    public async Task A_role_shows_only_what_it_allows()
    {
        await Server.AddUserAsync("noa", "analyst");
        var lead = await Server.NewLeadAsync("ROLE1");
        var page = await SignedInAsync("noa", $"{Dashboard.Queue}?text=ROLE1&lead={lead}");
        await page.Drawer().Locator(".track").IsShownAsync();
        Assert.Equal(0, await page.Drawer().Locator(".action-moves").CountAsync());
        Assert.Equal(0, await page.Locator(".c-pick").CountAsync());
        var pages = await page.Locator(".rail .nav-link").AllInnerTextsAsync();
        Assert.Contains("Rules", pages);
        Assert.Empty(pages.Intersect(["Imports", "Reconciliation", "System", "Assignment", "Users", "Keys"]));
        // Neither the keyboard nor the address opens what the menu does not show.
        await page.GoWithinAsync("/app/rules");
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("y");
        await page.IsAsync("Rules");
        await page.GoWithinAsync("/app/system");
        await page.Locator(".notice h2").HasAsync("System is not for your role");
    }

    [BrowserFact]
    public async Task Administrators_add_change_disable_and_remove_users()
    {
        var page = await SignedInAsync("ada", "/app/users");
        await page.Button("Add a user").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name to sign in with").FillAsync("tess");
        await dialog.GetByLabel("Name that others see").FillAsync("Tess Terrin");
        await dialog.GetByLabel("Role").SelectOptionAsync("Territory manager");
        Assert.True(await dialog.Button("Add and show the link").IsDisabledAsync());
        await dialog.GetByLabel("56100").CheckAsync();
        await dialog.Button("Add and show the link").ClickAsync();
        Assert.Matches("/app/welcome#.{20,}$", await dialog.GetByLabel("Link", new() { Exact = true }).InputValueAsync());
        await dialog.Button("Done").ClickAsync();

        var row = page.Table("Users").Rows().Filter(new() { HasText = "Tess Terrin" });
        await row.Cell("State").HasAsync("Invited");
        await row.Cell("Role").HasAsync("Territory manager56100");
        await row.ClickAsync();
        await dialog.GetByLabel("Role").SelectOptionAsync("Analyst");
        await dialog.Button("Save").ClickAsync();
        await row.Cell("Role").HasAsync("Analyst");
        await row.ClickAsync();
        await dialog.Button("Disable").ClickAsync();
        await dialog.Button("Disable").ClickAsync();
        await row.Cell("State").HasAsync("Disabled");
        await row.ClickAsync();
        await dialog.Button("Remove").ClickAsync();
        await dialog.Button("Remove").ClickAsync();
        await row.HasRowsAsync(0);
        await page.Table("Users").Rows().Filter(new() { HasText = "ada (you)" }).HasRowsAsync(1);
    }

    [BrowserFact]
    public async Task A_key_is_shown_once_replaced_and_removed()
    {
        var page = await SignedInAsync("ada", "/app/keys");
        await page.Locator(".empty-title").HasAsync("No program has a key");
        await page.Button("Add a key").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("nightly");
        await dialog.GetByLabel("Role").SelectOptionAsync("Administrator");
        await dialog.GetByLabel("Read leads, accounts and exports").CheckAsync();
        await dialog.Button("Add and show the key").ClickAsync();
        var secret = dialog.GetByLabel("Key", new() { Exact = true });
        var first = await secret.InputValueAsync();
        Assert.Equal((200, 403), (await StatusAsync(first, "leads"), await StatusAsync(first, "users")));
        await dialog.Button("Done").ClickAsync();
        var row = page.Table("Keys").Rows();
        await row.Cell("May").HasAsync("Read leads, accounts and exports");
        Assert.DoesNotContain(first, await page.ContentAsync(), StringComparison.Ordinal);

        await row.ClickAsync();
        await dialog.Button("Replace").ClickAsync();
        await dialog.Button("Replace").ClickAsync();
        await Assertions.Expect(secret).Not.ToHaveValueAsync(first);
        var second = await secret.InputValueAsync();
        Assert.Equal((401, 200), (await StatusAsync(first, "leads"), await StatusAsync(second, "leads")));
        await dialog.Button("Done").ClickAsync();
        await row.ClickAsync();
        await dialog.Button("Remove").ClickAsync();
        await dialog.Button("Remove").ClickAsync();
        await page.Locator(".empty-title").IsShownAsync();
        Assert.Equal(401, await StatusAsync(second, "leads"));
    }

    private async Task<int> StatusAsync(string key, string path)
    {
        using var http = new HttpClient { BaseAddress = Server.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var answer = await http.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative));
        return (int)answer.StatusCode;
    }
}
