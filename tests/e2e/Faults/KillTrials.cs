using System.Globalization;
using System.Text.Json;

namespace OneLead.EndToEnd.Tests.Faults;

/// <summary>Kills a service under load, looks whether what was acknowledged is there, and begins again.</summary>
internal sealed class KillTrials(ITestOutputHelper output, int seed)
{
    private const int Clients = 4;

    private static int Trials =>
        int.TryParse(Environment.GetEnvironmentVariable("ONELEAD_KILL_TRIALS"), CultureInfo.InvariantCulture, out var trials) ? trials : 10;

    private readonly Random _random = new(seed);

    /// <param name="postgres">The database that the service stands on, which is killed in some of the trials.</param>
    public async Task RunAsync(DataDirectory data, PrivatePostgres? postgres)
    {
        var clients = Enumerable.Range(0, Clients).Select(i => new Client(i)).ToArray();
        var (whileStarting, databases) = (0, 0);
        for (var trial = 0; trial < Trials; trial++)
        {
            if (trial > 0 && _random.Next(6) == 0)
            {
                await KillWhileStartingAsync(data);
                whileStarting++;
            }
            await using var server = await RunningServer.StartAsync(data, null, "--no-sample", "--as-of", "2025-10-29");
            await HoldsAsync(server, clients, all: trial % 50 == 49, isVerified: trial % VerifiedEvery(trial) == 4);
            var load = Task.WhenAll(clients.Select(c => c.SendUntilNobodyAnswersAsync(server, trial)));
            // The instant is what is tried here, so it is drawn and not awaited.
            await Task.Delay(_random.Next(30, 1_000));
            var database = _random.Next(5) == 0 ? postgres : null;
            if (database is not null)
            {
                await database.KillAsync();
                databases++;
            }
            await server.KillAsync();
            await load;
            if (database is not null)
                await database.StartAsync();
        }

        await using (var last = await RunningServer.StartAsync(data, null, "--no-sample", "--as-of", "2025-10-29"))
        {
            await HoldsAsync(last, clients, all: true, isVerified: true);
            await Client.BringLeadsBackAsync(last, Trials);
            await VerifiedAsync(last);
            foreach (var client in clients)
                await client.FindsItsCommandsAsync(last);
        }
        var kept = Assert.Single((await OneLeadProgram.RunAsync(data, "verify", "--json")).With(0).Json);
        Assert.Equal(kept.GetRawText(),
            Assert.Single((await OneLeadProgram.RunAsync(data, "rebuild", "--json")).With(0).Json).GetRawText());
        output.WriteLine(
            $"{Trials} trials and {whileStarting} more while starting"
            + $"{(postgres is null ? "" : $", PostgreSQL killed in {databases} of them")}, {clients.Sum(c => c.Events.Count)} events and "
            + $"{clients.Sum(c => c.Commands.Count)} commands acknowledged, {kept.GetProperty("rows")} rows; none lost, none doubled, all "
            + $"scores as folded from nothing.");
        Assert.All(clients, c => Assert.NotEmpty(c.Events));
        Assert.Contains(clients, c => c.Commands.Count > 0);
    }

    // A verification folds the whole journal, which grows with every trial.
    private static int VerifiedEvery(int trial) => trial < 50 ? 5 : 25;

    private async Task KillWhileStartingAsync(DataDirectory data)
    {
        using var process = OneLeadProgram.Start(data, "--urls", "http://127.0.0.1:0", "--no-sample");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Task.Delay(_random.Next(100, 2_000));
        process.Kill();
        await process.WaitForExitAsync();
    }

    private static async Task HoldsAsync(RunningServer server, Client[] clients, bool all, bool isVerified)
    {
        foreach (var client in clients)
            await client.FindsItsEventsAsync(server, all);
        if (isVerified)
            await VerifiedAsync(server);
        (string, string) sums = default;
        await Wait.UntilAsync(() => $"the portfolio {sums.Item1} is the sum of its accounts {sums.Item2}",
            async () => (sums = await SumsAsync(server)) is var (portfolio, accounts) && portfolio == accounts, 15);
    }

    private static async Task VerifiedAsync(RunningServer server)
    {
        var report = await server.PostAsync("/api/v1/verification", new { });
        Assert.True(report.GetProperty("ok").GetBoolean(), report.GetRawText());
    }

    private static async Task<(string Portfolio, string Accounts)> SumsAsync(RunningServer server)
    {
        var portfolio = await server.GetAsync("/api/v1/portfolio");
        var accounts = await server.AllAsync("/api/v1/accounts");
        return (
            Sum(portfolio.GetProperty("accounts").GetInt32(), [portfolio], p => p.GetProperty("pipeline").GetProperty("openOpportunities")),
            Sum(accounts.Length, accounts, a => a.GetProperty("openOpportunities")));

        static string Sum(int count, JsonElement[] of, Func<JsonElement, JsonElement> opportunities) =>
            $"{count} accounts, {of.Sum(a => a.GetProperty("items").GetInt32())} items, "
            + $"{of.Sum(a => a.GetProperty("leads").GetProperty("total").GetInt32())} leads, "
            + $"{of.Sum(a => opportunities(a).GetInt32())} opportunities";
    }
}
