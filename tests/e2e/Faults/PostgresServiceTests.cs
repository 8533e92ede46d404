
namespace OneLead.EndToEnd.Tests.Faults;

/// <summary>The whole service on PostgreSQL, of which either is killed under load.</summary>
public sealed class PostgresServiceTests
{
    private const int Clients = 3, Trials = 3;

    [PostgresFact]
    public async Task On_PostgreSQL_every_acknowledged_event_outlives_kill_9_of_the_service_and_of_the_server()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        using var data = new DataDirectory { Storage = postgres.ConnectionString };
        using var elsewhere = new DataDirectory { Storage = postgres.ConnectionString };
        var (random, clients) = (new Random(20264), Enumerable.Range(0, Clients).Select(i => new Client(i)).ToArray());
        for (var trial = 0; trial < Trials; trial++)
        {
            await using var server = await RunningServer.StartAsync(data, null, "--no-sample", "--as-of", "2025-10-29");
            foreach (var client in clients)
                await client.FindsItsEventsAsync(server, all: false);
            var load = Task.WhenAll(clients.Select(c => c.SendUntilNobodyAnswersAsync(server, trial)));
            // The instants are what is tried here, so they are drawn and not awaited.
            await Task.Delay(random.Next(200, 1_500));
            await postgres.KillAsync();
            await postgres.StartAsync();
            var before = clients.Sum(c => c.Events.Count);
            await Wait.UntilAsync("events are taken again",
                () => Task.FromResult(load.IsCompleted || clients.Sum(c => c.Events.Count) > before), 60);
            Assert.False(load.IsCompleted, server.Log);
            await Task.Delay(random.Next(50, 500));
            await server.KillAsync();
            await load;
        }

        await using (var last = await RunningServer.StartAsync(data, null, "--no-sample", "--as-of", "2025-10-29"))
        {
            foreach (var client in clients)
                await client.FindsItsEventsAsync(last, all: true);
            Assert.True((await last.PostAsync("/api/v1/verification", new { })).GetProperty("ok").GetBoolean());
            Assert.Contains("is in use by the nodes 127.0.0.1:", (await OneLeadProgram.RunAsync(elsewhere, "verify")).With(1).Errors,
                StringComparison.Ordinal);
        }
        Assert.All(clients, c => Assert.NotEmpty(c.Events));
        (await OneLeadProgram.RunAsync(data, "verify")).With(0);
        Assert.Contains("pg_dump", (await OneLeadProgram.RunAsync(data, "backup", data.File("backup"))).With(1).Errors,
            StringComparison.Ordinal);
    }
}
