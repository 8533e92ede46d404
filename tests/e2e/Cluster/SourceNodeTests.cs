using System.Net;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace OneLead.EndToEnd.Tests.Cluster;

/// <summary>Two processes have the same sources, and one of them follows a database.</summary>
[Trait(Category.Name, Category.Kills)]
public sealed class SourceNodeTests
{
    private const string Tables = """
        CREATE TABLE accounts (id int PRIMARY KEY, name text, industry text);
        CREATE PUBLICATION onelead FOR TABLE accounts;
        INSERT INTO accounts VALUES (1, 'First', 'Ceramics');
        """;

    [PostgresFact]
    public async Task Sources_of_one_node_are_those_of_all_and_another_node_follows_a_database_when_the_one_that_did_is_killed()
    {
        await using var cluster = await TwoNodes.StartAsync(PrepareAsync, "wal_level=logical");
        var crm = cluster.DataOf(0).Environment["CRM_DB"];
        var added = (await OneLeadProgram.RunAsync(cluster.DataOf(0), "sources", "add", "sf", "--format", "salesforce")).With(0).Output;
        await OneLeadProgram.RunAsync(cluster.DataOf(0), "sources", "add", "signed", "--format", "salesforce", "--signed");
        await OneLeadProgram.RunAsync(
            cluster.DataOf(0), "sources", "add", "crm", "--format", "postgres", "--connection", "env:CRM_DB", "--publication", "onelead");
        var key = added.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).First(w => w.Length == 48);

        // A delivery that is verified and holds nothing is malformed.
        await AnswersAsync(cluster[1], "sf", key, HttpStatusCode.BadRequest);
        Assert.Equal(HttpStatusCode.Unauthorized, await DeliverAsync(cluster[1], "sf", "another"));
        // Its secret signs, so it is not shared.
        await AnswersAsync(cluster[1], "signed", key, HttpStatusCode.ServiceUnavailable);
        Assert.Equal("Secret k1 is not in this node's sources.yaml.",
            (await SourceAsync(cluster[1], "signed")).GetProperty("problem").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, await DeliverAsync(cluster[0], "signed", key));
        await OneLeadProgram.RunAsync(cluster.DataOf(0), "sources", "remove", "sf");
        await AnswersAsync(cluster[1], "sf", key, HttpStatusCode.NotFound);

        await StreamingAsync(cluster[0]);
        await StreamingAsync(cluster[1]);
        var follower = cluster.Nodes[0].Log.Contains("crm: following changes from", StringComparison.Ordinal) ? 0 : 1;
        Assert.DoesNotContain("crm: ", cluster[1 - follower].Log, StringComparison.Ordinal);
        await cluster[follower].KillAsync();
        await ExecuteAsync(crm, "INSERT INTO accounts VALUES (2, 'Second', 'Glass')");
        await Wait.UntilAsync(() => $"the other node follows it: {cluster[1 - follower].Log}", async () =>
            (await cluster[1 - follower].GetAsync("/api/v1/accounts")).GetProperty("total").GetInt32() == 2);
        await StreamingAsync(cluster[1 - follower]);
        Assert.Equal(1, (await SourceAsync(cluster[1 - follower], "crm")).GetProperty("cdc").GetProperty("copy").GetInt32());
    }

    private static async Task<Dictionary<string, string>> PrepareAsync(PrivatePostgres postgres)
    {
        await postgres.ExecuteAsync("CREATE DATABASE crm");
        var crm = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = "crm", Pooling = false }.ConnectionString;
        await ExecuteAsync(crm, Tables);
        return new() { ["CRM_DB"] = crm };
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static Task AnswersAsync(RunningServer node, string source, string key, HttpStatusCode status) => Wait.UntilAsync(
        () => $"{source} answers {status}: {node.Log}", async () => await DeliverAsync(node, source, key) == status);

    private static async Task<HttpStatusCode> DeliverAsync(RunningServer node, string source, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/webhooks/{source}")
        {
            Content = new StringContent("{}", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Api-Key", key);
        using var answer = await node.Http.SendAsync(request);
        return answer.StatusCode;
    }

    private static Task StreamingAsync(RunningServer node) => Wait.UntilAsync(() => $"crm is followed: {node.Log}", async () =>
        await SourceAsync(node, "crm") is { ValueKind: JsonValueKind.Object } source
            && source.GetProperty("cdc") is { ValueKind: JsonValueKind.Object } cdc && cdc.GetProperty("state").GetString() == "streaming");

    private static async Task<JsonElement> SourceAsync(RunningServer node, string name) =>
        (await node.GetAsync("/api/v1/sources")).GetProperty("items").EnumerateArray()
            .FirstOrDefault(s => s.GetProperty("name").GetString() == name);
}
