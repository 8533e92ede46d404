using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Web.Access;
using OneLead.Web.Tenants;
using OneLead.Web.Tests.Users;

namespace OneLead.Web.Tests.Tenants;

/// <summary>
/// Organisations in one installation: added, served apart, found by address, header, key and cookie, exported and removed.
/// </summary>
public sealed class TenantTests : IAsyncLifetime
{
    private const string Acme = "acme";

    private readonly ServerFixture _server = new();

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.AddTenantAsync(Acme);
        // With a second organisation the first one asks for a sign-in, too.
        _server.Http.DefaultRequestHeaders.Authorization = new("Bearer", _server.Services.GetRequiredService<LocalKey>().Value);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private string Folder => Path.Combine(_server.Data, "tenants", Acme);

    private string KeyFile => $"{_server.Data}.key.{Acme}";

    [Fact]
    public async Task The_same_serial_is_another_item_in_each()
    {
        using var acme = _server.Shell(Acme);
        await SendItemAsync(acme, "TWICE1", "Acme's DL360p");
        await _server.ItemAsync("TWICE1");
        await ServerFixture.UntilAsync(async () => await TotalAsync(acme, "TWICE1") == 1);

        Assert.Equal(0, await TotalAsync(acme, "DL360p Gen8"));
        Assert.True(await TotalAsync(_server.Http, "DL360p Gen8") > 0);
        Assert.Equal(0, await TotalAsync(_server.Http, "Acme"));
    }

    [Fact]
    public async Task None_is_open_although_none_has_users()
    {
        using var nobody = new HttpClient { BaseAddress = _server.Address };
        foreach (var path in (string[])["/api/v1/leads", "/t/acme/api/v1/leads"])
        {
            using var answer = await nobody.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
        using (var removed = await _server.Http.DeleteAsync("/api/v1/tenants/acme"))
            Assert.True(removed.IsSuccessStatusCode);
        using var alone = await nobody.GetAsync("/api/v1/leads");
        Assert.Equal(HttpStatusCode.OK, alone.StatusCode);
        // A program that is configured for another organisation must not write to this one.
        using var stray = _server.With("gone.onelead_abc");
        using var refused = await stray.GetAsync("/api/v1/leads");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task One_without_its_key_says_so_and_is_served_once_the_key_is_there()
    {
        var away = KeyFile + ".away";
        await _server.RestartAsync(() =>
        {
            File.Move(KeyFile, away);
            return Task.CompletedTask;
        });
        using var shell = _server.Shell();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await Task.Delay(TimeSpan.FromSeconds(attempt * 2));
            JsonElement state = default;
            await ServerFixture.UntilAsync(async () => (state = (await shell.GetFromJsonAsync<JsonElement>("/api/v1/tenants"))
                .GetProperty("items")[0]).GetProperty("state").GetString() == "failed");
            Assert.Contains($"{KeyFile} is missing", state.GetProperty("problem").GetString(), StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync(HttpMethod.Get, "/readyz", Acme)).StatusCode);

        File.Move(away, KeyFile);
        await _server.UntilServedAsync(Acme);
    }

    [Fact]
    public async Task No_name_stands_for_a_file_of_another_key()
    {
        await _server.AddTenantAsync("next");
        using var shell = _server.Shell();
        using (var replaced = await shell.PostAsync("/api/v1/system/master-key", null))
            Assert.Equal(HttpStatusCode.NoContent, replaced.StatusCode);
        using (var other = _server.Shell("next"))
        using (var replaced = await other.PostAsync("/api/v1/system/master-key", null))
            Assert.Equal(HttpStatusCode.NoContent, replaced.StatusCode);
        await _server.RestartAsync();
        await _server.UntilServedAsync("next");
        await _server.UntilServedAsync(Acme);
    }

    [Fact]
    public async Task A_key_and_a_session_find_their_organisation_by_themselves()
    {
        using var shell = _server.Shell(Acme);
        await shell.AddUserAsync("ada", Role.Administrator);
        var (_, secret) = await shell.AddKeyAsync("crm", Role.Administrator);
        await SendItemAsync(shell, "MINE1", "A server");
        await ServerFixture.UntilAsync(async () => await TotalAsync(shell, "MINE1") == 1);

        Assert.StartsWith("acme.", secret, StringComparison.Ordinal);
        using var program = _server.With(secret);
        Assert.Equal(1, await TotalAsync(program, "MINE1"));

        using var browser = _server.Browser();
        browser.DefaultRequestHeaders.Add(TenantRouting.Header, Acme);
        var (status, session) = await browser.SignInAsync("ada");
        Assert.Equal((200, Acme), (status, session.GetProperty("organisation").GetString()));
        browser.DefaultRequestHeaders.Remove(TenantRouting.Header);
        Assert.Equal(1, await TotalAsync(browser, "MINE1"));
        Assert.Equal(
            "ada", (await browser.GetFromJsonAsync<JsonElement>("/api/v1/session")).GetProperty("user").GetProperty("name").GetString());
        // Elsewhere the session is nobody's.
        browser.DefaultRequestHeaders.Add(TenantRouting.Header, Keys.DefaultTenant);
        Assert.Equal(
            JsonValueKind.Null, (await browser.GetFromJsonAsync<JsonElement>("/api/v1/session")).GetProperty("user").ValueKind);
    }

    [Fact]
    public async Task An_address_opens_its_pages_and_its_API()
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = _server.Address };
        using var page = await browser.GetAsync("/t/acme/app/leads?priority=high");
        Assert.Equal((HttpStatusCode.Redirect, "/app/leads?priority=high"), (page.StatusCode, page.Headers.Location!.OriginalString));
        Assert.Equal(
            Acme, (await browser.GetFromJsonAsync<JsonElement>("/api/v1/session")).GetProperty("organisation").GetString());
        using var root = await browser.GetAsync("/t/default");
        Assert.Equal((HttpStatusCode.Redirect, "/"), (root.StatusCode, root.Headers.Location!.OriginalString));
        Assert.Equal(
            JsonValueKind.Null, (await browser.GetFromJsonAsync<JsonElement>("/api/v1/session")).GetProperty("organisation").ValueKind);

        using var shell = _server.Shell();
        using var leads = await shell.GetAsync("/t/acme/api/v1/leads");
        Assert.Equal(HttpStatusCode.OK, leads.StatusCode);
        using var invited = await shell.PostAsJsonAsync("/t/acme/api/v1/users", new { name = "bo", role = "administrator" });
        var link = (await invited.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("link").GetString()!;
        Assert.StartsWith($"{_server.Address}t/acme/app/welcome#", link, StringComparison.Ordinal);
        using var other = _server.Shell(Acme);
        using var again = await other.PostAsJsonAsync("/api/v1/users", new { name = "cy", role = "analyst" });
        Assert.StartsWith(
            $"{_server.Address}t/acme/app/welcome#",
            (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("link").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_does_not_tell_which_organisations_there_are()
    {
        using var browser = _server.Browser();
        var told = new List<string?>();
        foreach (var organisation in (string[])[Acme, "nowhere"])
        {
            browser.DefaultRequestHeaders.Remove(TenantRouting.Header);
            browser.DefaultRequestHeaders.Add(TenantRouting.Header, organisation);
            var (status, problem) = await browser.SignInAsync("ada");
            Assert.Equal(401, status);
            told.Add(problem.GetProperty("detail").GetString());
        }
        Assert.Equal(told[0], told[1]);
        using var unknown = await SendAsync(HttpMethod.Get, "/api/v1/leads", "nowhere");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Theory]
    [InlineData("Acme", 422)]
    [InlineData("default", 422)]
    [InlineData("a/b", 422)]
    [InlineData("", 422)]
    [InlineData("acme", 409)]
    public async Task A_name_must_be_new_and_fit_into_addresses(string name, int status)
    {
        using var shell = _server.Shell();
        using var answer = await shell.PostAsJsonAsync("/api/v1/tenants", new { name });
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Only_commands_of_this_machine_list_add_export_and_remove()
    {
        using var shell = _server.Shell(Acme);
        await shell.AddUserAsync("ada", Role.Administrator);
        var (_, secret) = await shell.AddKeyAsync("crm", Role.Administrator);
        using var administrator = _server.With(secret);
        using var nobody = new HttpClient { BaseAddress = _server.Address };
        foreach (var http in (HttpClient[])[nobody, administrator])
        {
            foreach (var (method, path) in new[]
                {
                    (HttpMethod.Get, "/api/v1/tenants"), (HttpMethod.Post, "/api/v1/tenants"), (HttpMethod.Delete, "/api/v1/tenants/acme"),
                    (HttpMethod.Get, "/api/v1/export"),
                })
            {
                using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(new { name = "other" }) };
                using var answer = await http.SendAsync(request);
                Assert.Contains(
                    answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.Unauthorized]);
            }
        }
        Assert.True(Directory.Exists(Folder));
    }

    [Fact]
    public async Task It_is_served_again_after_a_restart()
    {
        using (var shell = _server.Shell(Acme))
            await SendItemAsync(shell, "STAYS1", "A server");
        await _server.RestartAsync();
        await _server.UntilServedAsync(Acme);
        using var again = _server.Shell(Acme);
        await ServerFixture.UntilAsync(async () => await TotalAsync(again, "STAYS1") == 1);
    }

    [Fact]
    public async Task An_export_holds_every_row_in_the_clear()
    {
        using var shell = _server.Shell(Acme);
        await shell.AddUserAsync("ada", Role.Administrator);
        using var sent = await shell.PostAsJsonAsync("/api/v1/events", new
        {
            kind = "contact", entity = "c1", name = "Open Corp", id = "c1-1", data = new { name = "Hedwig Ohnesorge", title = "CTO" },
        });
        Assert.True(sent.IsSuccessStatusCode, await sent.Content.ReadAsStringAsync());

        var lines = (await shell.GetStringAsync("/api/v1/export")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static l => JsonElement.Parse(l)).ToList();

        Assert.Equal(Acme, lines[0].GetProperty("organisation").GetString());
        Assert.Equal(lines.Count - 1, lines[0].GetProperty("rows").GetInt32());
        Assert.Equal("ada", Assert.Single(lines[0].GetProperty("users").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(Enumerable.Range(1, lines.Count - 1), lines.Skip(1).Select(static l => l.GetProperty("sequence").GetInt32()));
        var contact = Assert.Single(lines.Skip(1), static l => l.GetProperty("kind").GetString() == "contact");
        Assert.Equal("Hedwig Ohnesorge", contact.GetProperty("data").GetProperty("name").GetString());
        Assert.DoesNotContain("passwordHash", string.Join("", lines), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Removing_it_leaves_nothing()
    {
        Assert.True(File.Exists(KeyFile));
        Assert.True(Directory.Exists(Folder));
        using var shell = _server.Shell();
        using (var removed = await shell.DeleteAsync("/api/v1/tenants/acme"))
            Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);

        Assert.False(File.Exists(KeyFile));
        Assert.False(Directory.Exists(Folder));
        using var gone = await SendAsync(HttpMethod.Get, "/readyz", Acme);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Empty((await shell.GetFromJsonAsync<JsonElement>("/api/v1/tenants")).GetProperty("items").EnumerateArray());
        using (var twice = await shell.DeleteAsync("/api/v1/tenants/acme"))
            Assert.Equal(HttpStatusCode.NotFound, twice.StatusCode);

        // Another one with the name begins with nothing.
        await _server.AddTenantAsync(Acme);
        using var again = _server.Shell(Acme);
        Assert.Equal(0, await TotalAsync(again, ""));
    }

    [Fact]
    public async Task Metrics_are_its_own()
    {
        using var shell = _server.Shell(Acme);
        for (var i = 0; i < 3; i++)
            await SendItemAsync(shell, $"METRIC{i}", "A server");
        await ServerFixture.UntilAsync(async () => await TotalAsync(shell, "METRIC") == 3);
        var (own, installation) = (await shell.GetStringAsync("/metrics"), await _server.Http.GetStringAsync("/metrics"));

        // To replace, to renew and to attach services to, of each item.
        Assert.Equal(9, Leads(own));
        Assert.Equal(0, Leads(installation));
        // The memory of the process is that of all organisations together.
        Assert.Contains("dotnet_gc", installation, StringComparison.Ordinal);
        Assert.DoesNotContain("dotnet_", own, StringComparison.Ordinal);
    }

    private static int Leads(string metrics) => metrics.Split('\n')
        .Where(static l => l.StartsWith("onelead_leads{", StringComparison.Ordinal))
        .Sum(static l => int.Parse(l.Split(' ')[1], CultureInfo.InvariantCulture));

    private static async Task<int> TotalAsync(HttpClient http, string text) =>
        (await http.GetFromJsonAsync<JsonElement>($"/api/v1/leads?text={Uri.EscapeDataString(text)}&status=all"))
        .GetProperty("items").EnumerateArray().Select(static l => l.GetProperty("item").GetProperty("serial").GetString())
        .Distinct().Count();

    private static async Task SendItemAsync(HttpClient http, string serial, string product)
    {
        using var answer = await http.PostAsJsonAsync("/api/v1/events", new
        {
            kind = "item", territory = "56088", id = serial + "-1",
            data = new
            {
                serial, productName = product, endOfLife = "2015-07-01", endOfService = "2020-07-01", supportEnd = "2018-01-01",
                supportStatus = "Warranty Expired - Uncovered Box", territory = "56088",
            },
        });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string tenant)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { TenantRouting.Header, tenant } } };
        return await _server.Http.SendAsync(request);
    }
}
