using System.Text.Json.Nodes;

namespace OneLead.EndToEnd.Tests.Deploy;

/// <summary>Backup and restore of the store on PostgreSQL by its own means, as docs/operations.md describes them.</summary>
public sealed class PointInTimeRestoreTests
{
    private const int Batch = 50;

    [PostgresFact]
    public async Task A_base_backup_and_the_archived_log_give_the_store_as_it_was_at_a_time()
    {
        await using var postgres = await PrivatePostgres.StartAsync("archive_mode=on");
        using var data = new DataDirectory { Storage = postgres.ConnectionString };
        string backup, leads;
        DateTime time;
        long head;
        await using (var server = await ServeAsync(data))
        {
            await PostAsync(server, "A");
            var during = PostAsync(server, "B");
            backup = await postgres.BackUpAsync();
            await during;
            await VerifyAsync(server);
            (head, leads) = (await HeadAsync(server), await LeadsAsync(server));
            time = ((DateTime)await postgres.ScalarAsync("SELECT clock_timestamp()")).ToUniversalTime();
            await PostAsync(server, "C");
            await VerifyAsync(server);
            Assert.Equal(head + Batch, await HeadAsync(server));
            Assert.NotEqual(leads, await LeadsAsync(server));
        }
        await ArchiveAsync(postgres);
        await postgres.StopAsync();

        await using var restored = await postgres.RestoreAsync(backup, time);
        using var elsewhere = new DataDirectory { Storage = restored.ConnectionString };
        await using var again = await ServeAsync(elsewhere);
        (await OneLeadProgram.RunAsync(elsewhere, "verify")).With(0);
        Assert.Equal((head, leads), (await HeadAsync(again), await LeadsAsync(again)));
        // Senders repeat what came after the time. What came before is known.
        await PostAsync(again, "B");
        await PostAsync(again, "C");
        Assert.Equal(head + Batch, await HeadAsync(again));
    }

    private static Task<RunningServer> ServeAsync(DataDirectory data) =>
        RunningServer.StartAsync(data, null, "--no-sample", "--as-of", "2025-10-29");

    private static Task PostAsync(RunningServer server, string name) =>
        server.PostAsync("/api/v1/events", new JsonArray([.. Enumerable.Range(0, Batch).Select(i => (JsonNode)new JsonObject
        {
            ["kind"] = "item", ["territory"] = "56088", ["id"] = $"{name}:{i}",
            ["data"] = new JsonObject
            {
                ["serial"] = $"{name}{i}", ["productName"] = "DL380", ["endOfLife"] = "2015-07-01", ["supportStatus"] = "Uncovered",
            },
        })]));

    private static async Task VerifyAsync(RunningServer server) =>
        Assert.True((await server.PostAsync("/api/v1/verification", new { })).GetProperty("ok").GetBoolean());

    private static async Task<long> HeadAsync(RunningServer server) =>
        (await server.GetAsync("/api/v1/system")).GetProperty("journal").GetProperty("sequence").GetInt64();

    private static async Task<string> LeadsAsync(RunningServer server) => string.Join('\n', (await server.AllAsync("/api/v1/leads"))
        .Select(l => $"{l.GetProperty("id")} {l.GetProperty("score")} {l.GetProperty("updatedAt")}").Order(StringComparer.Ordinal));

    // The last file of the log is archived when the next one begins.
    private static async Task ArchiveAsync(PrivatePostgres postgres)
    {
        var last = (string)await postgres.ScalarAsync("SELECT pg_walfile_name(pg_switch_wal())");
        await Wait.UntilAsync($"{last} is archived", async () =>
            await postgres.ScalarAsync("SELECT coalesce(last_archived_wal, '') FROM pg_stat_archiver") is string archived
                && string.CompareOrdinal(archived, last) >= 0);
    }
}
