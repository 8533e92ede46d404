using Microsoft.Playwright;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>Tests in windows of people who sign in, over a server with users.</summary>
public abstract class UsersTests(Sample sample, UsersServer users) : BrowserTests(sample), IClassFixture<UsersServer>
{
    private protected new RunningServer Server => users.Server;

    private protected string Address => Server.Address.ToString();

    protected async Task<IPage> SignedInAsync(string name, string path)
    {
        var page = await LoadAsync(path, server: Address);
        await page.SignInAsync(name);
        await page.IsLiveAsync();
        return page;
    }
}
