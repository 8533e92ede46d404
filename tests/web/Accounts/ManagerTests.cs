using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OneLead.Web.Access;
using OneLead.Web.Tests.Users;

namespace OneLead.Web.Tests.Accounts;

/// <summary>Account managers who are set by hand, and who was one from when on.</summary>
public sealed class ManagerTests : IAsyncLifetime
{
    private static readonly string Account = Keys.Name("56088", "HARBOR LOGISTICS");
    private static readonly string Address = $"/api/v1/accounts/{Uri.EscapeDataString(Account)}";

    private readonly ServerFixture _server = new();
    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.AddUserAsync("ada", Role.Administrator);
        _admin = _server.Browser();
        Assert.Equal(200, (await _admin.SignInAsync("ada")).Status);
        await SendAsync("1", "Ann");
        await ServerFixture.UntilAsync(async () => await ManagerAsync() == "Ann");
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_manager_who_is_set_by_hand_stays_until_the_choice_is_given_back()
    {
        var set = await SetAsync(new { manager = " Kim " });
        Assert.Equal(("Kim", true, "Ann"), Current(set));
        Assert.Equal("Kim", await ManagerAsync());
        await SendAsync("2", "Bob");
        await ServerFixture.UntilAsync(async () => Current(await ManagersAsync()).Source == "Bob");
        Assert.Equal("Kim", await ManagerAsync());

        Assert.Equal(("Bob", false, "Bob"), Current(await SetAsync(new { manager = (string?)null })));
        Assert.Equal("Bob", await ManagerAsync());
        var items = (await ManagersAsync()).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(
            [("Bob", false, "ada"), ("Kim", true, "ada"), ("Ann", false, null)],
            items.Select(static i => (
                i.GetProperty("manager").GetString(), i.GetProperty("byHand").GetBoolean(), i.GetProperty("by").GetString())));
        Assert.Equal(JsonValueKind.Null, items[0].GetProperty("to").ValueKind);
        Assert.Equal(items[0].GetProperty("from").GetDateTimeOffset(), items[1].GetProperty("to").GetDateTimeOffset());
    }

    [Fact]
    public async Task The_one_who_is_set_sees_the_account_and_the_former_one_does_not()
    {
        using var shell = _server.Shell();
        var (ann, kim) = (await KeyAsync("Ann"), await KeyAsync("Kim"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (await StatusAsync(ann, ""), await StatusAsync(kim, "/managers")));
        await SetAsync(new { manager = "Kim" });
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (await StatusAsync(ann, ""), await StatusAsync(kim, "")));
        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.OK), (await StatusAsync(ann, "/managers"), await StatusAsync(kim, "/managers")));
        // Nobody but an administrator sets one.
        using var refused = await kim.PutAsJsonAsync($"{Address}/manager", new { manager = "Ann" });
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        ann.Dispose();
        kim.Dispose();

        async Task<HttpClient> KeyAsync(string name) =>
            _server.With((await shell.AddKeyAsync($"key.{name}", Role.AccountManager, knownAs: [name])).Secret);

        static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path) => (await http.GetAsync(Address + path)).StatusCode;
    }

    [Fact]
    public async Task An_unknown_account_and_an_empty_name_are_refused()
    {
        const string Unknown = "/api/v1/accounts/name:1:X";
        Assert.Equal(HttpStatusCode.NotFound, (await _admin.PutAsJsonAsync($"{Unknown}/manager", new { manager = "K" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _admin.GetAsync($"{Unknown}/managers")).StatusCode);
        var empty = await _admin.PutAsJsonAsync($"{Address}/manager", new { manager = " " });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
    }

    private Task<JsonElement> ManagersAsync() => _admin.GetFromJsonAsync<JsonElement>($"{Address}/managers");

    private static (string? Manager, bool ByHand, string? Source) Current(JsonElement managers) => (
        managers.GetProperty("manager").GetString(), managers.GetProperty("byHand").GetBoolean(),
        managers.GetProperty("sourceManager").GetString());

    private async Task<JsonElement> SetAsync(object body)
    {
        using var answer = await _admin.PutAsJsonAsync($"{Address}/manager", body);
        var managers = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.IsSuccessStatusCode, managers.GetRawText());
        return managers;
    }

    private async Task SendAsync(string id, string manager)
    {
        using var answer = await _admin.PostAsJsonAsync("/api/v1/events", new
        {
            kind = "account", entity = "crm-1", name = "HARBOR LOGISTICS", territory = "56088", id, data = new { accountManager = manager },
        });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<string?> ManagerAsync()
    {
        using var answer = await _admin.GetAsync(Address);
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("account").GetProperty("accountManager").GetString()
            : null;
    }
}
