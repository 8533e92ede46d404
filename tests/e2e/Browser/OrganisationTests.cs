using Microsoft.Playwright;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>A second organisation is added, used in a browser, and removed, while the first one is served.</summary>
[Collection(BrowserSuite.Name)]
public sealed class OrganisationTests(Sample sample) : BrowserTests(sample)
{
    [BrowserFact]
    public async Task Its_administrator_opens_the_link_works_in_it_and_signs_in_again_by_its_name()
    {
        Expect("401");
        using var data = new DataDirectory();
        await using var server = await RunningServer.StartAsync(data, null, "--no-sample", "--as-of", "2025-10-29");
        server.SignInAsOwner(data);
        await server.AddUserAsync("ada", "administrator");
        await server.NewLeadAsync("FIRST1");
        var added = (await OneLeadProgram.RunAsync(data, "tenants", "add", "acme", "--administrator", "bo")).With(0);

        var link = new Uri(added.Output.Split('\n')[0]);
        var page = await LoadAsync(link.PathAndQuery + link.Fragment, server: server.Address.ToString());
        await page.Password("New password").FillAsync(UsersServer.Password);
        await page.Button("Set the password and sign in").ClickAsync();
        await page.Locator(".account-role").HasAsync("Administrator · acme");
        await page.IsLiveAsync();
        await page.GotoAsync("/app/leads");
        await page.GetByRole(AriaRole.Region, new() { Name = "First data" }).IsShownAsync();
        server.Http.DefaultRequestHeaders.Add("X-OneLead-Tenant", "acme");
        await server.NewLeadAsync("SECOND1");
        server.Http.DefaultRequestHeaders.Remove("X-OneLead-Tenant");
        await page.Locator(".lead-row").First.IsShownAsync();
        Assert.DoesNotContain("FIRST1", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        await page.Button("Sign out").ClickAsync();
        await page.IsAsync("Sign in");
        Assert.Equal("acme", await page.GetByLabel("Organisation").InputValueAsync());
        await page.SignInAsync("ada");
        await page.GetByRole(AriaRole.Alert).GetByText("The name, the password or the code is wrong").IsShownAsync();
        await page.GetByLabel("Organisation").FillAsync("");
        await page.SignInAsync("ada");
        await page.Locator(".account-role").HasAsync("Administrator");
        await page.GotoAsync("/app/leads");
        await page.Locator(".lead-row").First.IsShownAsync();
        Assert.DoesNotContain("SECOND1", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await page.Context.CloseAsync();

        Assert.Contains("running", (await OneLeadProgram.RunAsync(data, "tenants")).With(0).Output, StringComparison.Ordinal);
        (await OneLeadProgram.RunAsync(data, "tenants", "remove", "acme")).With(1);
        (await OneLeadProgram.RunAsync(data, "tenants", "remove", "acme", "--delete-everything")).With(0);
        (await OneLeadProgram.RunAsync(data, "users", "--tenant", "acme")).With(1);
        Assert.Empty(Directory.GetDirectories(data.File("tenants")));
    }
}
