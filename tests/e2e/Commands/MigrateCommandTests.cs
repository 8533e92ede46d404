using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace OneLead.EndToEnd.Tests.Commands;

/// <summary>An installation with sample data, work on leads, an import and a dead letter goes to PostgreSQL.</summary>
[Trait(Category.Name, Category.Slow)]
public sealed class MigrateCommandTests
{
    private static readonly string[] Lists = ["leads", "accounts", "imports", "dead-letters", "territories"];
    private static readonly string[] Pages = ["portfolio", "changes", "reconciliation", "analytics", "recommendations", "day"];

    [PostgresFact]
    public async Task Everything_is_there_after_the_move_and_a_move_that_was_killed_is_never_used()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        using var source = new DataDirectory();
        string lead;
        await using (var server = await StartAsync(source))
        {
            lead = await WorkAsync(server, source);
            Assert.Equal(0, await server.TerminateAsync());
        }

        await KillMoveAsync(source, postgres);
        string[] before;
        JsonElement verified;
        await using (var still = await StartAsync(source))
        {
            before = await AnswersAsync(still, lead);
            verified = await still.PostAsync("/api/v1/verification", new { });
            Assert.Equal(0, await still.TerminateAsync());
        }
        var files = Files(source);
        source.Environment["ONELEAD__Storage"] = postgres.ConnectionString;
        Assert.Contains("holds a move that is not complete", (await OneLeadProgram.RunAsync(source, "--urls", "http://127.0.0.1:0"))
            .With(1).Errors, StringComparison.Ordinal);

        var moved = (await OneLeadProgram.RunAsync(source, "migrate", "--empty-target")).With(0).Output;
        var (rows, accounts) = (verified.GetProperty("rows").GetInt64(), verified.GetProperty("accounts").GetInt32());
        foreach (var side in (string[])["source", "target"])
        {
            Assert.Contains(
                string.Create(CultureInfo.InvariantCulture, $"{side}: {rows:N0} rows, {accounts:N0} accounts, digest ")
                    + verified.GetProperty("digest").GetString(), moved, StringComparison.Ordinal);
        }
        Assert.Contains("sources.yaml: the sources with the secrets", moved, StringComparison.Ordinal);
        Assert.Equal(files, Files(source));
        await using (var server = await StartAsync(source))
        {
            Assert.Equal(before, await AnswersAsync(server, lead));
            Assert.True((await server.PostAsync("/api/v1/verification", new { })).GetProperty("ok").GetBoolean());
        }
    }

    private static Task<RunningServer> StartAsync(DataDirectory data) => RunningServer.StartAsync(data, null, "--as-of", "2026-03-02");

    // Killed once it has marked the target, at the latest while it compares.
    private static async Task KillMoveAsync(DataDirectory source, PrivatePostgres postgres)
    {
        using var move = OneLeadProgram.Start(source, "migrate", "--to", postgres.ConnectionString);
        await Wait.UntilAsync("the target is marked", async () =>
            await postgres.ScalarAsync("SELECT to_regclass('onelead.migration') IS NOT NULL") is true
            && await postgres.ScalarAsync("SELECT EXISTS (SELECT FROM onelead.migration WHERE number = 2147483647)") is true);
        move.Kill();
        await move.WaitForExitAsync();
        Assert.Equal(137, move.ExitCode);
    }

    // Returns the lead that was worked on.
    private static async Task<string> WorkAsync(RunningServer server, DataDirectory data)
    {
        await Wait.UntilAsync(
            "the sample is loaded", () => Task.FromResult(server.Log.Contains("Loaded sample data", StringComparison.Ordinal)));
        var leads = (await server.GetAsync("/api/v1/leads?limit=3")).GetProperty("items").EnumerateArray()
            .Select(l => l.GetProperty("id").GetString()!).ToArray();
        await server.PostAsync($"/api/v1/leads/{leads[0]}/status", new { status = "contacted", by = "Ana" }, "*");
        await server.PostAsync($"/api/v1/leads/{leads[0]}/assignment", new { assignee = "Ben", by = "Ana" }, "*");
        await server.PostAsync($"/api/v1/leads/{leads[1]}/status", new { status = "rejected", reason = "No budget", by = "Ben" }, "*");
        (await OneLeadProgram.RunAsync(data, "import", TestWorkbookFile.Of(data, "import.xlsx", "MOVED1", null, "MOVED3"))).With(2);
        var added = (await OneLeadProgram.RunAsync(data, "sources", "add", "crm", "--format", "pipedrive")).With(0).Output;
        var password = added.Split('\n').Single(l => l.StartsWith("Password", StringComparison.Ordinal))["Password".Length..].Trim();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/webhooks/crm")
        {
            Content = new StringContent("""
                {"meta":{"action":"change","entity":"deal","entity_id":7,"id":"m-7","timestamp":"1772447400","version":"2.0"},
                 "data":{"id":7,"title":"Deal","value":"a lot","currency":"EUR","org_id":9}}
                """, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"crm:{password}")));
        using var answer = await server.Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return leads[0];
    }

    private static async Task<string[]> AnswersAsync(RunningServer server, string lead)
    {
        var answers = new List<string>();
        foreach (var list in Lists)
        {
            var rows = await server.AllAsync($"/api/v1/{list}");
            Assert.NotEmpty(rows);
            answers.AddRange(rows.Select(r => $"{list}: {r.GetRawText()}"));
        }
        var import = (await server.GetAsync("/api/v1/imports")).GetProperty("items")[0].GetProperty("id").GetString();
        foreach (var page in Pages.Concat([$"leads/{lead}", "items/hpe:MOVED1", $"imports/{import}"]))
            answers.Add($"{page}: {(await server.GetAsync($"/api/v1/{page}")).GetRawText()}");
        answers.Add(await server.Http.GetStringAsync(new Uri($"/api/v1/imports/{import}/errors", UriKind.Relative)));
        return [.. answers];
    }

    private static (string Name, string Content)[] Files(DataDirectory data) =>
    [
        .. Directory.GetFiles(data.Path).Select(Path.GetFileName).OfType<string>()
            .Where(n => n is "journal.db" or "state.db" or "snapshots.db" or "sources.yaml").Order(StringComparer.Ordinal)
            .Select(n => (n, Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(data.File(n)))))),
    ];
}
