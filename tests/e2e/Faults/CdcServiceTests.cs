using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace OneLead.EndToEnd.Tests.Faults;

/// <summary>A CRM's database is followed by a service that is killed in the middle of it.</summary>
public sealed class CdcServiceTests(ITestOutputHelper output)
{
    private const int Accounts = 40, Deals = 4_000, LargestTransaction = 200, Kills = 2;

    private readonly Random _random = new(20265);

    private static int Changes => Environment.GetEnvironmentVariable("ONELEAD_LONG") == "1" ? 100_000 : 20_000;

    [PostgresFact, Trait(Category.Name, Category.Kills)]
    public async Task Killed_in_the_middle_every_changed_row_is_one_event_and_facts_equal_the_tables()
    {
        await using var crm = await PrivatePostgres.StartAsync("wal_level=logical");
        await crm.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"""
            CREATE TABLE accounts (id int PRIMARY KEY, name text);
            CREATE TABLE deals (id int PRIMARY KEY, account_id int, name text, stage text, amount numeric(12,2));
            INSERT INTO accounts SELECT i, 'Customer number ' || i FROM generate_series(1, {Accounts}) i;
            INSERT INTO deals SELECT i, 1 + i % {Accounts}, 'Deal ' || i, 'Open', i FROM generate_series(1, {Deals}) i;
            CREATE PUBLICATION onelead FOR TABLE accounts, deals;
            """));
        using var data = new DataDirectory();
        await File.WriteAllTextAsync(data.File("sources.yaml"),
            $$"""sources: { crm: { format: postgres, connection: "{{crm.ConnectionString}};Pooling=false", publication: onelead } }""");
        var (before, killedAfter) = (0L, new List<long>());
        var server = await ServeAsync(data);
        try
        {
            await SettledAsync(server, crm);
            Assert.Equal(Accounts + Deals, await RowsAsync(server, "accepted"));
            // The day that began is a row too, and so is what each account is called: written when reconciliation has come to it.
            await Wait.UntilAsync(() => $"{before} rows are journaled",
                async () => (before = await VerifiedAsync(server)) == Accounts + Deals + 1 + Accounts);
            var (writing, own) = (Task.Run(() => WriteAsync(crm)), await RowsAsync(server, "accepted"));
            for (var kill = 0; kill < Kills; kill++)
            {
                // The instant is what is tried here, so it is drawn.
                var (bound, taken) = (own + _random.Next(Changes / 20, Changes * 3 / 10), 0L);
                await Wait.UntilAsync(() => $"{taken} of {bound} changes are journaled: {server.Log}",
                    async () => (taken = await RowsAsync(server, "accepted")) >= bound, 60);
                await server.KillAsync();
                await server.DisposeAsync();
                killedAfter.Add(taken - own);
                (server, own) = (await ServeAsync(data), 0);
            }
            await writing;
            await SettledAsync(server, crm);
            Assert.True(killedAfter.Sum() < Changes, "it was killed too late");
            Assert.Equal(Changes, await VerifiedAsync(server) - before);
            var facts = await FactsAsync(server);
            Assert.Equal(await TableRowsAsync(crm), facts);
            var repeated = await RowsAsync(server, "repeated");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Change data capture: {Changes} changed rows, the service killed {Kills} times, after "
                + $"{string.Join(" and then ", killedAfter)} of them: {Changes} new events, none lost, none doubled ({repeated} came again "
                + $"and were known), {facts.Length} deals equal their rows."));
        }
        finally
        {
            await server.DisposeAsync();
        }
        (await OneLeadProgram.RunAsync(data, "verify")).With(0);
    }

    [PostgresFact]
    public async Task A_database_is_added_shown_copied_anew_and_removed_by_commands_that_show_no_secret()
    {
        await using var crm = await PrivatePostgres.StartAsync("wal_level=logical");
        await crm.ExecuteAsync(
            "CREATE TABLE deals (id int PRIMARY KEY, name text); INSERT INTO deals VALUES (1, 'Kilns'); "
            + "CREATE PUBLICATION onelead FOR TABLE deals");
        using var data = new DataDirectory();
        var (secret, outputs) = ("Pa55word-of-the-crm", new List<string>());
        await using var server = await ServeAsync(data);

        Assert.Contains("could be read by others", (await OneLeadProgram.RunAsync(data, "sources", "add", "crm", "--format", "postgres",
            "--connection", $"Host=db;Password={secret}")).With(1).Errors, StringComparison.Ordinal);
        using (var add = OneLeadProgram.Start(data,
            ["sources", "add", "crm", "--format", "postgres", "--connection", "-"], redirectsInput: true))
        {
            await add.StandardInput.WriteLineAsync($"{crm.ConnectionString};Password={secret}");
            add.StandardInput.Close();
            outputs.Add(await add.StandardOutput.ReadToEndAsync() + await add.StandardError.ReadToEndAsync());
            await add.WaitForExitAsync();
            Assert.Equal(0, add.ExitCode);
        }
        await SettledAsync(server, crm);
        await RanAsync(0, "sources");
        Assert.Contains("onelead_crm", outputs[^1], StringComparison.Ordinal);
        await RanAsync(0, "cdc", "status");
        Assert.Contains("streaming", outputs[^1], StringComparison.Ordinal);

        await crm.ExecuteAsync("INSERT INTO deals VALUES (2, 'Glaze')");
        await SettledAsync(server, crm);
        var metrics = (await server.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n')
            .Where(l => l.Contains("onelead_", StringComparison.Ordinal)).ToArray();
        foreach (var sample in (string[])["onelead_cdc_rows_total{outcome=\"accepted\",source=\"crm\"} 2",
            "onelead_cdc_copies_total{reason=\"first\",source=\"crm\"} 1", "onelead_cdc_delay_seconds_count{source=\"crm\"} 1"])
            Assert.Contains(sample, metrics);
        Assert.Contains(metrics, m => m.StartsWith("onelead_cdc_lag_bytes{source=\"crm\"}", StringComparison.Ordinal));
        Assert.Equal("", await Promtool.CheckAsync(string.Join('\n', metrics) + "\n") ?? "");

        await RanAsync(1, "cdc", "drop-slot", "crm");
        Assert.Contains("a running server follows it", outputs[^1], StringComparison.Ordinal);
        await RanAsync(0, "cdc", "drop-slot", "crm", "--force");
        await Wait.UntilAsync("it is copied anew", async () => (await CdcAsync(server)) is { ValueKind: JsonValueKind.Object } cdc
            && cdc.GetProperty("copy").GetInt32() == 2 && cdc.GetProperty("state").GetString() == "streaming");

        await crm.ExecuteAsync(
            "ALTER PUBLICATION onelead RENAME TO other; SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots");
        await Wait.UntilAsync("it is blocked", async () => (await CdcAsync(server)).GetProperty("state").GetString() == "blocked");
        await RanAsync(2, "cdc", "status", "--json");
        Assert.Contains("CREATE PUBLICATION", outputs[^1], StringComparison.Ordinal);

        await RanAsync(0, "sources", "remove", "crm");
        Assert.Equal(0L, await crm.ScalarAsync("SELECT count(*) FROM pg_replication_slots"));
        await RanAsync(1, "cdc", "drop-slot", "crm");
        Assert.All(outputs.Append(server.Log), text => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));

        async Task RanAsync(int code, params string[] arguments)
        {
            var ended = (await OneLeadProgram.RunAsync(data, arguments)).With(code);
            outputs.Add(ended.Output + ended.Errors);
        }
    }

    private static Task<RunningServer> ServeAsync(DataDirectory data) =>
        RunningServer.StartAsync(data, null, "--no-sample", "--as-of", "2025-10-29");

    // Each statement changes one row: inserts, updates that also move deals to other accounts, and deletes.
    private async Task WriteAsync(PrivatePostgres crm)
    {
        var (random, ids, last, left) = (new Random(_random.Next()), Enumerable.Range(1, Deals).ToList(), Deals, Changes);
        await using var connection = new NpgsqlConnection(crm.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        while (left > 0)
        {
            var size = Math.Min(left, random.Next(1, LargestTransaction + 1));
            await using var batch = new NpgsqlBatch(connection);
            for (var i = 0; i < size; i++)
                batch.BatchCommands.Add(new NpgsqlBatchCommand(Change()));
            await batch.ExecuteNonQueryAsync();
            left -= size;
        }

        string Change()
        {
            var (place, kind, account) = (random.Next(ids.Count), random.Next(10), random.Next(1, Accounts + 1));
            var id = ids[place];
            switch (kind)
            {
                case 0:
                    ids.Add(++last);
                    return string.Create(CultureInfo.InvariantCulture,
                        $"INSERT INTO deals VALUES ({last}, {account}, 'New {last}', 'Open', 1)");
                case 1:
                    ids.RemoveAt(place);
                    return string.Create(CultureInfo.InvariantCulture, $"DELETE FROM deals WHERE id = {id}");
                case 2:
                    return string.Create(CultureInfo.InvariantCulture, $"UPDATE deals SET account_id = {account} WHERE id = {id}");
                default:
                    return string.Create(CultureInfo.InvariantCulture,
                        $"UPDATE deals SET amount = amount + {random.Next(1, 100)}, stage = 'Stage {random.Next(9)}' WHERE id = {id}");
            }
        }
    }

    // All that is committed by now is journaled, and that is written down.
    private static async Task SettledAsync(RunningServer server, PrivatePostgres crm)
    {
        var (end, shown) = (Place((string)await crm.ScalarAsync("SELECT pg_current_wal_lsn()::text")), "");
        await Wait.UntilAsync(
            () => $"all is journaled: {shown}\n{server.Log}",
            async () => await CdcAsync(server) is { ValueKind: JsonValueKind.Object } cdc && (shown = cdc.GetRawText()).Length > 0
                && cdc.GetProperty("state").GetString() == "streaming"
                && Place(cdc.GetProperty("position").GetString()!) >= end,
            120);
    }

    private static async Task<JsonElement> CdcAsync(RunningServer server) =>
        (await server.GetAsync("/api/v1/sources")).GetProperty("items").EnumerateArray().Select(s => s.GetProperty("cdc")).FirstOrDefault();

    private static async Task<long> RowsAsync(RunningServer server, string outcome) =>
        (await server.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n')
            .Where(l => l.StartsWith("onelead_cdc_rows_total{", StringComparison.Ordinal) && l.Contains($"\"{outcome}\"",
                StringComparison.Ordinal)).Sum(l => long.Parse(l.Split("} ")[1], CultureInfo.InvariantCulture));

    /// <summary>The rows of the journal, which folds to what is kept.</summary>
    private static async Task<long> VerifiedAsync(RunningServer server)
    {
        var report = await server.PostAsync("/api/v1/verification", new { });
        Assert.True(report.GetProperty("ok").GetBoolean(), report.GetRawText());
        return report.GetProperty("rows").GetInt64();
    }

    private static async Task<string[]> FactsAsync(RunningServer server)
    {
        var facts = new List<string>();
        for (var account = 1; account <= Accounts; account++)
        {
            var detail = await server.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/accounts/crm:crm:{account}"));
            foreach (var deal in detail.GetProperty("entities").GetProperty("opportunity").EnumerateArray())
            {
                var fields = deal.GetProperty("fields");
                facts.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{deal.GetProperty("id").GetString()} {account} {fields.GetProperty("name").GetString()} "
                    + $"{fields.GetProperty("stage").GetString()} {fields.GetProperty("amount").GetDecimal():0.00}"));
            }
        }
        return [.. facts.Order(StringComparer.Ordinal)];
    }

    private static async Task<string[]> TableRowsAsync(PrivatePostgres crm) =>
        [.. ((string[])await crm.ScalarAsync(
            "SELECT array_agg('crm:' || id || ' ' || account_id || ' ' || name || ' ' || stage || ' ' || amount) FROM deals"))
            .Order(StringComparer.Ordinal)];

    private static ulong Place(string? shown) =>
        shown?.Split('/') is [var high, var low] ? (ulong.Parse(high, NumberStyles.HexNumber, CultureInfo.InvariantCulture) << 32)
            | ulong.Parse(low, NumberStyles.HexNumber, CultureInfo.InvariantCulture) : 0;
}
