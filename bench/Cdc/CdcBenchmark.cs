using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using OneLead.Bench.Dashboards;
using OneLead.Bench.Events;
using OneLead.Bench.Running;
using OneLead.Testing;

namespace OneLead.Bench.Cdc;

/// <summary>
/// Measures the program while it follows a CRM's database: the time from a commit there to a new score in a dashboard, and the
/// speed of reading a backlog.
/// </summary>
internal static class CdcBenchmark
{
    private const int Items = 1_000, Transaction = 100;

    private const string Mapping = """
        name: crm
        ids: own
        tables:
          installed:
            kind: item
            id: serial
            account: { customer: customer }
            fields:
              serial: serial
              productId: product
              productName: product_name
              platform: platform
              endOfLife: end_of_life
              supportEnd: support_end
              supportStatus: support_status
        """;

    public static async Task RunAsync(Runner runner)
    {
        if (PrivatePostgres.Missing is { } reason)
        {
            runner.Note("cdc", reason);
            return;
        }
        Runner.Say("cdc");
        await using var postgres = await PrivatePostgres.StartAsync("wal_level=logical", "shared_buffers=256MB", "max_wal_size=4GB");
        await postgres.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"""
            CREATE TABLE installed (serial text PRIMARY KEY, customer int, product text, product_name text, platform text,
                end_of_life date, support_end date, support_status text);
            INSERT INTO installed SELECT 'CZ' || to_char(i, 'FM0000000'), i / 2, '654081-B21', 'HP DL360p Gen8 8-SFF CTO Server bench-0',
                'x86 Premium and Scale-up Rack', '2020-06-30', '2024-06-30', 'Warranty Expired - Uncovered Box'
              FROM generate_series(0, {Items - 1}) i;
            CREATE PUBLICATION onelead FOR TABLE installed;
            """));
        await using var server = await ServerProcess.StartAsync(ItemChanges.Day);
        var sources = Path.Combine(server.Data, "sources.yaml");
        await File.WriteAllTextAsync(Path.Combine(server.Data, "crm.yaml"), Mapping);
        await FollowAsync(sources, server, postgres);

        await using var crm = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using (var dashboard = await HubClient.WatchAsync(server.Http.BaseAddress!, "leads"))
        {
            var number = 1;
            // After many changes the topic counts as busy for a second and conflates changes. Waits until it is quiet.
            await Task.Delay(TimeSpan.FromSeconds(2));
            await RoundAsync(dashboard, 200);
            var rounds = new List<(double[] Acknowledged, double[] Seen)>();
            for (var i = 0; i < 3; i++)
                rounds.Add(await RoundAsync(dashboard, runner.Scaled(1_000)));
            Pace.Report(runner, "a change to its commit in the CRM's database", "its commit to the dashboard's frame", rounds);

            async Task<(double[] Acknowledged, double[] Seen)> RoundAsync(HubClient watching, int changes)
            {
                var (acknowledged, seen) = (new List<TimeSpan>(), new List<TimeSpan>());
                foreach (var (sent, began, at) in await Pace.SendAsync(changes, () => ChangeAsync(crm, number++)))
                {
                    acknowledged.Add(Stopwatch.GetElapsedTime(began, at));
                    seen.Add(Stopwatch.GetElapsedTime(at, await watching.SeenAsync(sent)));
                }
                return (Pace.Ascending(acknowledged), Pace.Ascending(seen));
            }
        }

        await runner.AloneAsync(
            $"backlog of changed rows, transactions of {Transaction}", "rows/s",
            () => BacklogAsync(runner.Scaled(100_000) / Transaction, Transaction));
        await runner.AloneAsync("backlog of changed rows, one transaction", "rows/s", () => BacklogAsync(1, runner.Scaled(100_000)));

        // Written while no follower runs; the replication slot keeps it.
        async Task<double> BacklogAsync(int transactions, int rows)
        {
            await File.WriteAllTextAsync(sources, "sources: {}");
            await using var isRead = crm.CreateCommand("SELECT active FROM pg_replication_slots");
            await WaitUntilAsync(async () => await isRead.ExecuteScalarAsync() is false);
            await postgres.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"""
                DO $$ BEGIN FOR t IN 1..{transactions} LOOP
                  FOR k IN 1..{rows} LOOP UPDATE installed SET support_status = CASE support_status WHEN 'Active Contract'
                      THEN 'Uncovered' ELSE 'Active Contract' END WHERE serial = 'CZ' || to_char((t * {rows} + k) * 7919 % {Items},
                      'FM0000000'); END LOOP;
                  COMMIT;
                END LOOP; END $$
                """));
            var before = await AcceptedAsync(server);
            await FollowAsync(sources, server, postgres);
            var started = Stopwatch.GetTimestamp();
            await WaitUntilAsync(async () => await AcceptedAsync(server) == before + ((long)transactions * rows));
            return transactions * (double)rows / Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
    }

    private static async Task<(int Number, long Began, long Committed)> ChangeAsync(NpgsqlDataSource crm, int number)
    {
        await using var command = crm.CreateCommand("UPDATE installed SET product_name = $1 WHERE serial = $2");
        command.Parameters.Add(
            new() { Value = string.Create(CultureInfo.InvariantCulture, $"HP DL360p Gen8 8-SFF CTO Server bench-{number}") });
        command.Parameters.Add(new() { Value = string.Create(CultureInfo.InvariantCulture, $"CZ{number * 7 % Items:0000000}") });
        var began = Stopwatch.GetTimestamp();
        await command.ExecuteNonQueryAsync();
        return (number, began, Stopwatch.GetTimestamp());
    }

    private static async Task FollowAsync(string sources, ServerProcess server, PrivatePostgres postgres)
    {
        await File.WriteAllTextAsync(
            sources,
            $$"""
            sources: { crm: { format: postgres, connection: "{{postgres.ConnectionString}}", publication: onelead, mapping: crm.yaml } }
            """);
        await WaitUntilAsync(async () => await StateAsync(server) == "streaming");
    }

    private static async Task<string?> StateAsync(ServerProcess server)
    {
        var sources = (await server.Http.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/sources", UriKind.Relative))).GetProperty("items");
        return sources.GetArrayLength() > 0 && sources[0].GetProperty("cdc") is { ValueKind: JsonValueKind.Object } cdc
            ? cdc.GetProperty("state").GetString()
            : null;
    }

    private static async Task<long> AcceptedAsync(ServerProcess server) =>
        (await server.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n')
            .Where(
                l => l.StartsWith("onelead_cdc_rows_total{", StringComparison.Ordinal)
                    && l.Contains("\"accepted\"", StringComparison.Ordinal)).Sum(
                        l => long.Parse(l.Split("} ")[1], CultureInfo.InvariantCulture));

    private static async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        for (var patience = Stopwatch.StartNew(); !await condition();)
        {
            if (patience.Elapsed > TimeSpan.FromMinutes(5))
                throw new TimeoutException("It did not come to pass within five minutes.");
            await Task.Delay(10);
        }
    }
}
