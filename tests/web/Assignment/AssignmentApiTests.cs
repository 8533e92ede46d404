using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OneLead.Web.Tests.Users;

namespace OneLead.Web.Tests.Assignment;

/// <summary>Drafts, publication, preview, workload and hand-over by HTTP.</summary>
public sealed class AssignmentApiTests : IAsyncLifetime
{
    private AssignmentServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await AssignmentServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Rules_are_drafted_published_and_brought_back()
    {
        var (empty, none) = await _server.GetAsync();
        Assert.Equal(
            (JsonValueKind.Null, JsonValueKind.Null), (empty.GetProperty("draft").ValueKind, empty.GetProperty("published").ValueKind));
        Assert.Equal(HttpStatusCode.Conflict, (await _server.SendAsync(HttpMethod.Post, "assignment/publish", match: none)).Status);
        await _server.PublishAsync(_server.Row("North", "1", "person", "kim"), AssignmentServer.Rest);
        await _server.PublishAsync(_server.Row("North", "1", "in_turn", "kim/20", "lee"), AssignmentServer.Rest);
        var (rules, tag) = await _server.GetAsync();
        var published = rules.GetProperty("published");
        Assert.Equal((2, "command line"), (published.GetProperty("version").GetInt32(), published.GetProperty("by").GetString()));
        Assert.Equal("""[["kim",20],["lee",null]]""", People(published));
        var versions = await _server.DoneAsync(HttpMethod.Get, "assignment/versions");
        Assert.Equal([2, 1], versions.GetProperty("items").EnumerateArray().Select(static v => v.GetProperty("version").GetInt32()));
        Assert.Equal(
            HttpStatusCode.NotFound, (await _server.SendAsync(HttpMethod.Post, "assignment/versions/7/restore", match: tag)).Status);
        var restored = await _server.DoneAsync(HttpMethod.Post, "assignment/versions/1/restore", match: tag);
        Assert.Equal("""[["kim",null]]""", People(restored.GetProperty("draft")));
        Assert.Equal(2, restored.GetProperty("published").GetProperty("version").GetInt32());
        var dropped = await _server.DoneAsync(HttpMethod.Delete, "assignment/draft", match: (await _server.GetAsync()).Tag);
        Assert.Equal(JsonValueKind.Null, dropped.GetProperty("draft").ValueKind);

        static string People(JsonElement rules) => JsonSerializer.Serialize(rules.GetProperty("rows")[0].GetProperty("people")
            .EnumerateArray().Select(static p => new object?[]
            {
                p.GetProperty("name").GetString(), p.GetProperty("capacity") is { ValueKind: JsonValueKind.Number } n ? n.GetInt32() : null,
            }));
    }

    [Fact]
    public async Task A_change_names_the_state_that_its_author_saw()
    {
        var (_, tag) = await _server.GetAsync();
        var rows = AssignmentServer.Rows(AssignmentServer.Rest);
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await _server.SendAsync(HttpMethod.Put, "assignment/draft", rows)).Status);
        await _server.DraftAsync(AssignmentServer.Rest);
        foreach (var (method, path) in new[]
            {
                (HttpMethod.Put, "draft"), (HttpMethod.Delete, "draft"), (HttpMethod.Post, "publish"),
                (HttpMethod.Post, "versions/1/restore"),
            })
            Assert.Equal(
                HttpStatusCode.PreconditionFailed, (await _server.SendAsync(method, $"assignment/{path}", rows, tag)).Status);
    }

    [Fact]
    public async Task What_is_wrong_names_the_row_and_the_field()
    {
        foreach (var (rows, row, field) in new[]
            {
                (AssignmentServer.Rows(), 0, "rows"), ("""{"rows":[null]}""", 1, "to"),
                (AssignmentServer.Rows("""{"name":"A","to":"everybody"}"""), 1, "to"),
                (AssignmentServer.Rows("""{"name":"A","to":"nobody","types":["x"]}"""), 1, "types"),
                (AssignmentServer.Rows("""{"name":"A","to":"nobody","minPriority":"x"}""", AssignmentServer.Rest), 1, "minPriority"),
                (AssignmentServer.Rows("""{"name":"A","to":"person","people":[null]}"""), 1, "people"),
                (AssignmentServer.Rows(_server.Row("Rest", "1", "person", "kim"), AssignmentServer.Rest), 2, "name"),
                (AssignmentServer.Rows(_server.Row("A", "1", "in_turn", "kim/0"), AssignmentServer.Rest), 1, "people"),
            })
        {
            foreach (var (method, path) in new[] { (HttpMethod.Put, "draft"), (HttpMethod.Post, "preview") })
            {
                var (status, problem) = await _server.SendAsync(method, $"assignment/{path}", rows, (await _server.GetAsync()).Tag);
                Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
                var error = problem.GetProperty("errors")[0];
                Assert.Equal((row, field), (error.GetProperty("row").GetInt32(), error.GetProperty("field").GetString()));
                Assert.StartsWith($"Row {row}, {field}: ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Rules_that_name_somebody_who_has_left_are_not_published()
    {
        await _server.DraftAsync(_server.Row("North", "1", "person", "kim"), AssignmentServer.Rest);
        await _server.DoneAsync(HttpMethod.Put, $"users/{_server.IdOf("kim")}", """{"role":"sales_executive","disabled":true}""");
        var (status, problem) = await _server.SendAsync(HttpMethod.Post, "assignment/publish", match: (await _server.GetAsync()).Tag);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, 1),
            (status, problem.GetProperty("errors")[0].GetProperty("row").GetInt32()));
    }

    [Fact]
    public async Task A_preview_says_who_would_get_what_and_why_and_writes_nothing()
    {
        foreach (var (serial, territory) in new[] { ("PRE1", "1"), ("PRE2", "1"), ("PRE3", "2"), ("PRE4", "3") })
            await _server.Server.ItemAsync(serial, territory);
        var each = (await _server.OwnersAsync("3")).Count;
        await _server.DoneAsync(
            HttpMethod.Put, $"users/{_server.IdOf("lee")}/absence", $$"""{"from":"2025-01-01","deputy":"{{_server.IdOf("kim")}}"}""");
        var head = _server.Head;
        var preview = await _server.DoneAsync(HttpMethod.Post, "assignment/preview?limit=2", AssignmentServer.Rows(
            _server.Row("North", "1", "in_turn", "kim", "lee"), _server.Row("South", "2", "person", "lee"),
            _server.Row("East", "3", "person", "max"), AssignmentServer.Rest));
        Assert.Equal(head, _server.Head);
        Assert.Equal((4 * each, each), (preview.GetProperty("unowned").GetInt32(), preview.GetProperty("nobody").GetInt32()));
        Assert.Equal(
            [("North", 2 * each), ("South", each), ("East", 0), ("Rest", 0)], Shares(preview.GetProperty("rows")));
        var kim = preview.GetProperty("people").EnumerateArray().Single();
        Assert.Equal(("kim", 3 * each, 0), (
            kim.GetProperty("name").GetString(), kim.GetProperty("leads").GetInt32(), kim.GetProperty("open").GetInt32()));
        Assert.Equal([("North", 2 * each), ("South", each)], Shares(kim.GetProperty("byRow")));
        Assert.Equal([("lee", each)], Shares(kim.GetProperty("insteadOf")));
        Assert.Equal(
            [("“East”: max does not see the account; “Rest” leaves it without an owner", each)],
            Shares(preview.GetProperty("reasons")));
        Assert.Equal(2, preview.GetProperty("examples").GetArrayLength());

        static IEnumerable<(string, int)> Shares(JsonElement shares) => shares.EnumerateArray().Select(
            static s => (s.GetProperty("name").GetString()!, s.GetProperty("leads").GetInt32()));
    }

    [Fact]
    public async Task A_workload_counts_what_the_caller_sees()
    {
        await _server.Server.ItemAsync("LOAD1", "1");
        await _server.Server.ItemAsync("LOAD2", "2");
        var leads = (await _server.OwnersAsync("1")).Keys.ToList();
        await _server.DoneAsync(HttpMethod.Post, $"leads/{leads[0]}/assignment", """{"assignee":"KIM"}""", "*");
        await _server.DoneAsync(HttpMethod.Post, $"leads/{leads[1]}/assignment", """{"assignee":"Somebody else"}""", "*");
        await _server.PublishAsync(_server.Row("South", "9", "in_turn", "kim/20"), AssignmentServer.Rest);
        var work = await _server.DoneAsync(HttpMethod.Get, "assignment/workload");
        Assert.Equal(
            [("ada", 0), ("kim", 1), ("lee", 0), ("max", 0), ("Somebody else", 1)],
            work.GetProperty("items").EnumerateArray()
                .Select(static p => (p.GetProperty("name").GetString()!, p.GetProperty("open").GetInt32())));
        Assert.Equal((2 * leads.Count) - 2, work.GetProperty("unowned").GetInt32());
        var kim = work.GetProperty("items")[1];
        Assert.Equal((20, leads[0]), (
            kim.GetProperty("capacity").GetInt32(), kim.GetProperty("oldestUntouched").GetProperty("id").GetString()));
        var priorities = kim.GetProperty("priorities");
        Assert.Equal(1, priorities.EnumerateObject().Sum(static p => p.Value.GetInt32()));
        // A stranger's leads have no capacity and belong to no user.
        Assert.Equal(JsonValueKind.Null, work.GetProperty("items")[4].GetProperty("id").ValueKind);

        using var max = _server.Server.Browser();
        await max.SignInAsync("max");
        var seen = await max.GetFromJsonAsync<JsonElement>("/api/v1/assignment/workload");
        Assert.Equal((0, 0), (seen.GetProperty("unowned").GetInt32(), seen.GetProperty("items").EnumerateArray().Sum(
            static p => p.GetProperty("open").GetInt32())));
    }

    [Fact]
    public async Task People_hand_over_their_own_leads_and_administrators_those_of_others()
    {
        await _server.Server.ItemAsync("OVER1", "1");
        await _server.PublishAsync(_server.Row("North", "1", "person", "kim"), AssignmentServer.Rest);
        await _server.UntilOwnedAsync("1", "kim");
        var leads = (await _server.OwnersAsync("1")).Count;
        using var lee = _server.Server.Browser();
        await lee.SignInAsync("lee");
        var over = $$"""{"from":"{{_server.IdOf("kim")}}","to":"{{_server.IdOf("lee")}}"}""";
        Assert.Equal(
            HttpStatusCode.Forbidden, (await _server.SendAsync(HttpMethod.Post, "assignment/hand-over", over, caller: lee)).Status);
        using var kim = _server.Server.Browser();
        await kim.SignInAsync("kim");
        // Max sees none of the accounts.
        var blind = await _server.DoneAsync(HttpMethod.Post, "assignment/hand-over/preview",
            over.Replace(_server.IdOf("lee"), _server.IdOf("max"), StringComparison.Ordinal), caller: kim);
        Assert.Equal((0, leads), (blind.GetProperty("leads").GetInt32(), blind.GetProperty("notSeen").GetInt32()));
        var preview = await _server.DoneAsync(HttpMethod.Post, "assignment/hand-over/preview", over, caller: kim);
        Assert.Equal((leads, 0), (preview.GetProperty("leads").GetInt32(), preview.GetProperty("notSeen").GetInt32()));
        var done = await _server.DoneAsync(HttpMethod.Post, "assignment/hand-over", over, caller: kim);
        Assert.Equal((leads, 0), (done.GetProperty("moved").GetInt32(), done.GetProperty("failed").GetInt32()));
        var owners = await _server.OwnersAsync("1");
        Assert.All(owners.Values, static o => Assert.Equal("lee", o));
        Assert.Equal(("assigned:lee", "kim", null), (await _server.StepsAsync(owners.Keys.First()))[1]);
        // An administrator needs no name for the deputy.
        var back = $$"""{"from":"{{_server.IdOf("lee")}}"}""";
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity, (await _server.SendAsync(HttpMethod.Post, "assignment/hand-over", back)).Status);
        await _server.DoneAsync(
            HttpMethod.Put, "session/absence", $$"""{"from":"2025-11-01","deputy":"{{_server.IdOf("kim")}}"}""", caller: lee);
        Assert.Equal(leads, (await _server.DoneAsync(HttpMethod.Post, "assignment/hand-over", back)).GetProperty("moved").GetInt32());
    }

    [Theory]
    [InlineData("""{"from":null}""")]
    [InlineData("""{"from":"2025-11-02","until":"2025-11-01"}""")]
    [InlineData("""{"from":"2025-11-02","deputy":"nobody"}""")]
    [InlineData("""{"from":"2025-11-02","deputy":"{kim}"}""")]
    public async Task An_absence_has_days_in_order_and_a_deputy_who_works_leads(string absence)
    {
        var (status, _) = await _server.SendAsync(
            HttpMethod.Put, $"users/{_server.IdOf("kim")}/absence",
            absence.Replace("{kim}", _server.IdOf("kim"), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
    }

    [Fact]
    public async Task Me_stands_for_all_names_of_the_caller()
    {
        await _server.Server.ItemAsync("MINE1", "1");
        var leads = (await _server.OwnersAsync("1")).Keys.ToList();
        await _server.DoneAsync(HttpMethod.Post, $"leads/{leads[0]}/assignment", """{"assignee":"Kim"}""", "*");
        await _server.DoneAsync(HttpMethod.Post, $"leads/{leads[1]}/assignment", """{"assignee":"lee"}""", "*");
        using var kim = _server.Server.Browser();
        await kim.SignInAsync("kim");
        Assert.Equal([leads[0]], Ids(await kim.GetFromJsonAsync<JsonElement>("/api/v1/leads?assignee=me")));
        Assert.Equal(
            leads[..2].Order(StringComparer.Ordinal),
            Ids(await kim.GetFromJsonAsync<JsonElement>("/api/v1/leads?assignee=me&assignee=lee")).Order(StringComparer.Ordinal));
        // A command on this machine is nobody in particular.
        using var answer = await _server.Admin.GetAsync("/api/v1/leads?assignee=me");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);

        static IEnumerable<string> Ids(JsonElement page) =>
            page.GetProperty("items").EnumerateArray().Select(static l => l.GetProperty("id").GetString()!);
    }
}
