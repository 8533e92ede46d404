using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Storage;
using OneLead.Web.Access;
using OneLead.Web.Tests.Users;

namespace OneLead.Web.Tests.Encryption;

/// <summary>Sensitive fields are shown as they were sent, and no file of the store holds them.</summary>
public sealed class EncryptedStoreTests : IAsyncLifetime
{
    private const string Revenue = "918273645";

    private static readonly string[] Secrets =
        ["Hedwig Ohnesorge", "hedwig.ohnesorge@secret.example", "+49 30 5550199", "Skatrunde", Revenue];

    private readonly ServerFixture _server = new();

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        await SendAsync("contact", "c1", """
            "name":"Hedwig Ohnesorge","email":"hedwig.ohnesorge@secret.example","phone":"+49 30 5550199","x.hobby":"Skatrunde",
            "title":"Head of IT"
            """);
        await SendAsync("account", "a1", $""" "name":"Open Corp","annualRevenue":{Revenue} """);
        await SendAsync("activity", "call1", """ "type":"call","contact":"c1","at":"2025-10-01T10:00:00Z" """);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task No_file_holds_them()
    {
        await VerifyAsync();
        await _server.RestartAsync();
        await VerifyAsync();

        // Otherwise nothing would be found whatever the files hold.
        Assert.NotEmpty(Holders("Head of IT"));
        Assert.All(Secrets, secret => Assert.Empty(Holders(secret)));
    }

    [Fact]
    public async Task No_file_holds_users_session_keys_or_the_content_of_dead_letters()
    {
        var letters = _server.Services.GetRequiredService<IDeadLetterStore>();
        var content = """{"name":"Skatrunde"}"""u8.ToArray();
        var id = (await letters.AddAsync(Keys.DefaultTenant, [new("crm", "1", "person", "the key is missing", content)]))[0];
        await _server.AddUserAsync("hedwig", Role.Administrator);
        await _server.RestartAsync();

        Assert.Equal(
            content, (await _server.Services.GetRequiredService<IDeadLetterStore>().FindAsync(Keys.DefaultTenant, id))!.Letter.Content);
        Assert.NotEmpty(Holders("the key is missing"));
        Assert.All((string[])["Skatrunde", "passwordHash", "masterKey"], secret => Assert.Empty(Holders(secret)));
    }

    [Fact]
    public async Task They_are_listed_found_sorted_summed_exported_and_shown_on_the_account()
    {
        var contact = await OnlyAsync("/api/v1/entities/contact?where=email:contains:ohnesorge&sort=name");
        Assert.Equal(
            ("Hedwig Ohnesorge", "Skatrunde", "Head of IT"),
            (Field(contact, "name"), Field(contact, "x.hobby"), Field(contact, "title")));
        Assert.Equal("c1", Field(await OnlyAsync("/api/v1/entities/activity?text=call"), "contact"));
        var account = await OnlyAsync($"/api/v1/entities/account?where=annualRevenue:gt:{Revenue[..^1]}&sort=-annualRevenue");
        Assert.Equal(
            decimal.Parse(Revenue, CultureInfo.InvariantCulture),
            account.GetProperty("fields").GetProperty("annualRevenue").GetDecimal());
        var groups = await _server.GetAsync("/api/v1/entities/account/groups?by=name&sum=annualRevenue");
        Assert.Contains(Revenue, groups.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("+49 30 5550199", await _server.Http.GetStringAsync("/api/v1/entities/contact/export"), StringComparison.Ordinal);

        var page = await _server.GetAsync($"/api/v1/accounts/{account.GetProperty("account").GetProperty("id").GetString()}");
        Assert.Contains("hedwig.ohnesorge@secret.example", page.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("~encrypted", page.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_told_of_a_change_names_the_field_and_no_value()
    {
        await SendAsync("account", "a1", """ "annualRevenue":5 """);
        var changes = (await _server.GetAsync("/api/v1/changes")).GetRawText() + (await _server.GetAsync("/api/v1/leads")).GetRawText();

        Assert.DoesNotContain("~encrypted", changes, StringComparison.Ordinal);
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, changes, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_erased_is_unknown_everywhere_and_replay_gives_the_same()
    {
        var answer = await _server.PostAsync("/api/v1/contacts/c1/erasure", "");
        var erased = (await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync())).RootElement;
        Assert.Equal(
            ["email", "name", "phone", "x.hobby"], erased.GetProperty("fields").EnumerateArray().Select(static f => f.GetString()));
        // A source that sends the contact again brings nothing back.
        await SendAsync("contact", "c1", """ "name":"Hedwig Ohnesorge","title":"Head of IT again" """);

        var contact = await OnlyAsync("/api/v1/entities/contact");
        Assert.Equal((null, null, "Head of IT again"), (Field(contact, "name"), Field(contact, "email"), Field(contact, "title")));
        Assert.Null(Field(await OnlyAsync("/api/v1/entities/activity"), "contact"));
        await VerifyAsync();
        await _server.RestartAsync();
        await VerifyAsync();
        Assert.Null(Field(await OnlyAsync("/api/v1/entities/contact"), "name"));
    }

    [Fact]
    public async Task Erasing_a_contact_that_does_not_exist_is_refused_and_a_repeat_changes_nothing()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _server.PostAsync("/api/v1/contacts/nobody/erasure", "")).StatusCode);
        (await _server.PostAsync("/api/v1/contacts/c1/erasure", "")).EnsureSuccessStatusCode();
        var repeated = await (await _server.PostAsync("/api/v1/contacts/c1/erasure", "")).Content.ReadAsStringAsync();

        Assert.Contains("\"fields\":[]", repeated, StringComparison.Ordinal);
    }

    private async Task SendAsync(string kind, string entity, string data)
    {
        (await _server.PostAsync("/api/v1/events", $$"""
            {"kind":"{{kind}}","id":"{{Guid.CreateVersion7()}}","customerId":"ENC","entity":"{{entity}}","data":{ {{data}} } }
            """)).EnsureSuccessStatusCode();
        await VerifyAsync();
    }

    // Waits for everything that was received, too.
    private async Task VerifyAsync()
    {
        using var answer = await _server.PostAsync("/api/v1/verification", "");
        Assert.True((await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync())).RootElement.GetProperty("ok").GetBoolean());
    }

    private async Task<JsonElement> OnlyAsync(string path) =>
        Assert.Single((await _server.GetAsync(path)).GetProperty("items").EnumerateArray().ToList());

    private static string? Field(JsonElement row, string name) =>
        row.GetProperty("fields").TryGetProperty(name, out var value) ? value.GetString() : null;

    private IEnumerable<string> Holders(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        foreach (var path in Directory.EnumerateFiles(_server.Data, "*.db*"))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var content = new byte[file.Length];
            file.ReadExactly(content);
            if (content.AsSpan().IndexOf(bytes) >= 0)
                yield return path;
        }
    }
}
