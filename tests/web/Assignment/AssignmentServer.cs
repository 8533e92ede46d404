using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Storage;
using OneLead.Web.Access;
using OneLead.Web.Assignment;
using OneLead.Web.Tests.Users;

namespace OneLead.Web.Tests.Assignment;

/// <summary>A server with an administrator, Kim and Lee who see all accounts, and Max who sees those of manager Max Meier.</summary>
public sealed class AssignmentServer : IAsyncDisposable
{
    public const string Rest = """{"name":"Rest","to":"nobody"}""";

    private readonly Dictionary<string, string> _ids = [];

    private AssignmentServer()
    {
    }

    public ServerFixture Server { get; } = new();

    /// <summary>A client of the administrator.</summary>
    public HttpClient Admin { get; private set; } = null!;

    public static async Task<AssignmentServer> StartAsync()
    {
        var started = new AssignmentServer();
        await started.Server.InitializeAsync();
        started.Admin = started.Server.Shell();
        // Items are sent and leads are read as the administrator, too.
        started.Server.Http.DefaultRequestHeaders.Authorization = started.Admin.DefaultRequestHeaders.Authorization;
        await started.AddAsync("ada", Role.Administrator);
        await started.AddAsync("kim", Role.SalesExecutive);
        await started.AddAsync("lee", Role.SalesExecutive);
        await started.AddAsync("max", Role.AccountManager, "Max Meier");
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await Server.DisposeAsync();
    }

    public string IdOf(string user) => _ids[user];

    private async Task AddAsync(string name, Role role, params string[] knownAs) =>
        _ids[name] = (await Admin.AddUserAsync(name, role, knownAs)).GetProperty("id").GetString()!;

    /// <summary>A row that gives the leads of a territory to people.</summary>
    public string Row(string name, string territory, string to, params string[] people) =>
        $$"""{"name":"{{name}}","territories":["{{territory}}"],"to":"{{to}}","people":[{{string.Join(',', people.Select(Share))}}]}""";

    /// <summary>Reads <c>kim</c> or <c>kim/20</c>, a person and a capacity.</summary>
    private string Share(string person) => person.Split('/') is [var name, var capacity]
        ? $$"""{"person":"{{IdOf(name)}}","capacity":{{capacity}}}"""
        : $$"""{"person":"{{IdOf(person)}}"}""";

    public static string Rows(params string[] rows) => $$"""{"rows":[{{string.Join(',', rows)}}]}""";

    /// <summary>The rules and the ETag with which they are changed.</summary>
    public async Task<(JsonElement Body, string Tag)> GetAsync()
    {
        using var answer = await Admin.GetAsync("/api/v1/assignment");
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(), answer.Headers.ETag!.ToString());
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        HttpMethod method, string path, string body = "{}", string? match = null, HttpClient? caller = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/" + path)
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        if (match is not null)
            request.Headers.TryAddWithoutValidation("If-Match", match);
        using var answer = await (caller ?? Admin).SendAsync(request);
        return (answer.StatusCode,
            answer.StatusCode == HttpStatusCode.NoContent ? default : await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async Task<JsonElement> DoneAsync(
        HttpMethod method, string path, string body = "{}", string? match = null, HttpClient? caller = null)
    {
        var (status, answer) = await SendAsync(method, path, body, match, caller);
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.NoContent, $"{path}: {status} {answer}");
        return answer;
    }

    /// <summary>Stores rows as the draft.</summary>
    public async Task DraftAsync(params string[] rows) =>
        await DoneAsync(HttpMethod.Put, "assignment/draft", Rows(rows), (await GetAsync()).Tag);

    public async Task PublishAsync(params string[] rows)
    {
        await DraftAsync(rows);
        await DoneAsync(HttpMethod.Post, "assignment/publish", match: (await GetAsync()).Tag);
    }

    /// <summary>The owners of the leads of a territory, by lead.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> OwnersAsync(string territory) =>
        (await Admin.GetFromJsonAsync<JsonElement>($"/api/v1/leads?limit=500&territory={territory}")).GetProperty("items").EnumerateArray()
            .ToDictionary(static l => l.GetProperty("id").GetString()!, static l => l.GetProperty("assignee").GetString());

    /// <summary>Waits until all leads of a territory have an owner.</summary>
    public Task UntilOwnedAsync(string territory, string owner) => ServerFixture.UntilAsync(async () =>
        await OwnersAsync(territory) is { Count: > 0 } owners && owners.Values.All(o => o == owner));

    /// <summary>An assigner as it is on another node, or after a crash: it knows nothing of what was sent before.</summary>
    internal Assigner Another() => ActivatorUtilities.CreateInstance<Assigner>(Server.Services);

    public long Head => Server.Services.GetRequiredService<IJournal>().Head(Keys.DefaultTenant);

    public async Task<IReadOnlyList<(string What, string? By, string? Refused)>> StepsAsync(string lead) =>
    [
        .. (await Admin.GetFromJsonAsync<JsonElement>($"/api/v1/leads/{lead}")).GetProperty("steps").EnumerateArray().Select(static s => (
            s.GetProperty("what").GetString()!, s.GetProperty("by").GetString(), s.GetProperty("refused").GetString())),
    ];
}
