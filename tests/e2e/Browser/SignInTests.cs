using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>People sign in, with a second factor or by a link, and their sessions end.</summary>
[Collection(BrowserSuite.Name)]
public sealed partial class SignInTests(Sample sample, UsersServer users) : UsersTests(sample, users)
{
    [BrowserFact]
    public async Task Sign_in_returns_to_the_address_and_sign_out_closes_every_page()
    {
        Expect("401");
        await Server.AddUserAsync("sam", "sales_executive", "Sam Lindt");
        var page = await LoadAsync("/app/leads?priority=critical", server: Address);
        await page.IsAsync("Sign in");
        await page.SignInAsync("sam", "not the password");
        await page.GetByRole(AriaRole.Alert).GetByText("The name, the password or the code is wrong").IsShownAsync();
        await page.SignInAsync("SAM");
        await page.IsAsync("Lead queue");
        await page.IsAtAsync("/app/leads?priority=critical");
        await page.IsLiveAsync();
        await page.ReloadAsync();
        await page.Locator(".account-name").HasAsync("Sam Lindt");

        await page.Button("Sign out").ClickAsync();
        await page.IsAsync("Sign in");
        await page.GotoAsync("/app/rules");
        await page.IsAsync("Sign in");
    }

    [BrowserFact]
    public async Task A_second_factor_is_set_up_with_an_app_and_replaced_by_a_recovery_code()
    {
        Expect("401");
        Expect("422");
        await Server.AddUserAsync("fay", "analyst");
        var page = await SignedInAsync("fay", "/app/profile");
        await page.Button("Set it up").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Current password", new() { Exact = true }).FillAsync(UsersServer.Password);
        await dialog.Button("Continue").ClickAsync();
        await dialog.GetByRole(AriaRole.Img, new() { Name = "QR code for the authenticator app" }).IsShownAsync();
        var key = (await dialog.Locator(".qr-key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await dialog.GetByLabel("Code that the app shows").FillAsync("000000");
        await dialog.Button("Turn it on").ClickAsync();
        await dialog.GetByText("The code is wrong").IsShownAsync();
        await dialog.GetByLabel("Code that the app shows").FillAsync(Totp.Code(key, TimeProvider.System.GetUtcNow()));
        await dialog.Button("Turn it on").ClickAsync();
        await dialog.Locator(".recovery li").HasRowsAsync(10);
        var recovery = await dialog.Locator(".recovery li").First.InnerTextAsync();
        await dialog.Button("I have kept them").ClickAsync();
        await page.GetByText("10 recovery codes left").IsShownAsync();

        var another = await LoadAsync("/app/profile", server: Address);
        await another.SignInAsync("fay");
        await another.GetByLabel("Code", new() { Exact = false }).FillAsync(recovery);
        await another.Button("Sign in").ClickAsync();
        await another.GetByText("9 recovery codes left").IsShownAsync();
    }

    [BrowserFact]
    public async Task A_required_second_factor_is_set_up_before_anything_else()
    {
        Expect("403");
        await Server.AddUserAsync("sef", "service_consultant");
        var page = await SignedInAsync("sef", "/app/rules");
        await RequireAsync("service_consultant");
        await page.IsAsync("A second factor is required");
        await page.Button("Set it up").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Current password", new() { Exact = true }).FillAsync(UsersServer.Password);
        await dialog.Button("Continue").ClickAsync();
        var key = (await dialog.Locator(".qr-key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await dialog.GetByLabel("Code that the app shows").FillAsync(Totp.Code(key, TimeProvider.System.GetUtcNow()));
        await dialog.Button("Turn it on").ClickAsync();
        await dialog.Button("I have kept them").ClickAsync();
        await page.IsAsync("Rules");
        await page.IsLiveAsync();
        await RequireAsync();

        async Task RequireAsync(params string[] roles)
        {
            using var answer = await Server.Http.PutAsJsonAsync("/api/v1/users/second-factor", new { roles });
            answer.EnsureSuccessStatusCode();
        }
    }

    [BrowserFact]
    public async Task Another_session_is_ended_from_the_own_profile_and_a_new_password_shows_no_sign_in()
    {
        Expect("401");
        await Server.AddUserAsync("oli", "analyst");
        var other = await SignedInAsync("oli", "/app/rules");
        var page = await SignedInAsync("oli", "/app/profile");
        var rows = page.Table("Open sessions").Rows();
        await rows.HasRowsAsync(2);
        await rows.Filter(new() { HasText = "This one" }).HasRowsAsync(1);
        await rows.Button("End").ClickAsync();
        await rows.HasRowsAsync(1);
        await other.GetByRole(AriaRole.Dialog, new() { Name = "Sign in" }).GetByText("Your session has ended").IsShownAsync();

        // Notes the sign-in page if it is shown for a moment.
        await page.EvaluateAsync("""
            () => new MutationObserver(() => { if (document.querySelector('dialog.entry')) window.sawSignIn = true; })
                .observe(document.body, { childList: true, subtree: true })
            """);
        await page.Password("Current password").FillAsync(UsersServer.Password);
        await page.Password("New password").FillAsync(UsersServer.Password + "2");
        await page.Button("Change the password").ClickAsync();
        await page.GetByText("The password is changed").IsShownAsync();
        await page.IsLiveAsync();
        Assert.False(await page.EvaluateAsync<bool>("() => window.sawSignIn === true"));
    }

    [BrowserFact]
    public async Task A_link_sets_a_password_once()
    {
        Expect("401");
        Expect("422");
        var link = (await Server.PostAsync("/api/v1/users", new { name = "wim", role = "analyst" })).GetProperty("link").GetString()!;
        var page = await LoadAsync(new Uri(link).PathAndQuery + new Uri(link).Fragment, server: Address);
        await page.IsAsync("Choose a password");
        await page.Password("New password").FillAsync("wim wim wim wim wim");
        await page.Button("Set the password and sign in").ClickAsync();
        await page.GetByRole(AriaRole.Alert).GetByText("must not hold your name").IsShownAsync();
        await page.Password("New password").FillAsync(UsersServer.Password);
        await page.Button("Set the password and sign in").ClickAsync();
        await page.IsAsync("Overview");
        Assert.DoesNotContain('#', page.Url);

        var again = await LoadAsync(new Uri(link).PathAndQuery + new Uri(link).Fragment, server: Address);
        await again.Password("New password").FillAsync(UsersServer.Password + "2");
        await again.Button("Set the password and sign in").ClickAsync();
        await again.GetByRole(AriaRole.Alert).GetByText("has been used or has expired").IsShownAsync();
    }

    [BrowserFact]
    public async Task The_link_of_the_first_start_makes_the_administrator_and_open_pages_ask_for_sign_in()
    {
        Expect("401");
        using var data = new DataDirectory();
        await using var server = await RunningServer.StartAsync(data, null, "--no-sample");
        var open = await OpenAsync("/app/imports", server: server.Address.ToString());
        var page = await LoadAsync(FirstUserPath().Match(server.Log).Value, server: server.Address.ToString());
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("ada@example.com");
        await page.GetByLabel("Name that others see").FillAsync("Ada Lovelace");
        await page.Password("Password").FillAsync(UsersServer.Password);
        await page.Button("Create the administrator").ClickAsync();
        await page.IsAsync("Users");
        await page.Table("Users").Rows().First.Cell("Name").HasAsync("Ada Lovelace (you)ada@example.com");
        await page.Locator(".no-users").HasRowsAsync(0);

        await open.GetByText("OneLead has users now. Sign in to go on.").IsShownAsync();
        foreach (var closing in new[] { open, page })
            await closing.Context.CloseAsync();
    }

    [BrowserFact]
    public async Task A_revoked_user_signs_in_over_the_open_page_and_goes_on_where_they_were()
    {
        Expect("401");
        var user = await Server.AddUserAsync("rev", "sales_executive");
        var lead = await Server.NewLeadAsync("REVOKED1");
        var page = await SignedInAsync("rev", $"{Dashboard.Queue}?text=REVOKED1&lead={lead}");
        await page.MarkAsync();
        await page.Drawer().Button("Add note").ClickAsync();
        await page.Drawer().Locator("textarea").FillAsync("Half of a sent");

        await Server.SetDisabledAsync(user, true);
        var cover = page.GetByRole(AriaRole.Dialog, new() { Name = "Sign in" });
        await cover.GetByText("Your session has ended").IsShownAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Escape");
        Assert.Equal("rev", await cover.GetByLabel("Name", new() { Exact = true }).InputValueAsync());
        await cover.GetByLabel("Password", new() { Exact = true }).FillAsync(UsersServer.Password);
        await cover.Button("Sign in").ClickAsync();
        await cover.GetByText("The name, the password or the code is wrong").IsShownAsync();

        await Server.SetDisabledAsync(user, false);
        await cover.Button("Sign in").ClickAsync();
        await Assertions.Expect(cover).ToHaveCountAsync(0);
        Assert.Equal("Half of a sent", await page.Drawer().Locator("textarea").InputValueAsync());
        await page.Drawer().Locator(".ask").Button("Add note").ClickAsync();
        await page.Drawer().Locator(".steps").GetByText("Half of a sent").IsShownAsync();
        await page.IsLiveAsync();
        Assert.True(await page.WasNeverReloadedAsync());
        var step = (await Server.GetAsync($"/api/v1/leads/{lead}")).GetProperty("steps").EnumerateArray().Single();
        Assert.Equal("rev", step.GetProperty("by").GetString());
    }

    [BrowserFact]
    public Task Pages_of_sign_in_are_accessible_and_fit_a_wide_window() => LookAsync(1440);

    [BrowserFact]
    public Task Pages_of_sign_in_are_accessible_and_fit_a_phone() => LookAsync(390);

    private async Task LookAsync(int width)
    {
        var problems = new List<string>();
        var page = await LoadAsync("/app/sign-in", width, server: Address);
        await CheckAsync("sign-in", ".entry-card");
        await page.GotoAsync("/app/users");
        await page.SignInAsync("ada");
        await CheckAsync("users", "tbody tr[data-at]");
        await page.Button("Add a user").ClickAsync();
        await page.GetByLabel("Role").SelectOptionAsync("Territory manager");
        await CheckAsync("users-add", ".choices .menu-option");
        await page.Keyboard.PressAsync("Escape");
        await page.GoWithinAsync("/app/profile");
        await CheckAsync("profile", ".profile .facts");
        await page.Button("Set it up").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Current password", new() { Exact = true }).FillAsync(UsersServer.Password);
        await page.Button("Continue").ClickAsync();
        await CheckAsync("second-factor", ".qr svg");
        Assert.True(problems.Count == 0, string.Join("\n", problems));

        async Task CheckAsync(string name, string ready)
        {
            await page.Locator(ready).First.IsShownAsync();
            problems.AddRange(await AccessibilityTests.ProblemsAsync(page, $"{name}-{width}"));
        }
    }

    [GeneratedRegex(@"/app/first-user#[\w-]+")]
    private static partial Regex FirstUserPath();
}
