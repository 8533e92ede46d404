using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Storage;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Tests.Faults;

/// <summary>The store of a server is lost again and again while names are being linked and accounts merged.</summary>
[Trait(Category.Name, Category.Kills)]
public sealed class StoreOutageTests(ITestOutputHelper output)
{
    private const int Writers = 3, LongestSeconds = 30;

    private static readonly string[] Names =
    [
        .. new[] { "Selwick Ceramics", "Quinmora Mining", "Tarn Foundries", "Obermarch Hospitals", "Velloni Shipping", "Kestrin Optics" }
            .SelectMany(n => (string[])[n, n.ToUpperInvariant() + " INC.", n + " GmbH", n[..^1] + " Ltd"]),
    ];

    private static readonly DateTimeOffset Begin = new(2025, 10, 1, 0, 0, 0, TimeSpan.Zero);

    private static int Trials =>
        int.TryParse(Environment.GetEnvironmentVariable("ONELEAD_LINKING_TRIALS"), CultureInfo.InvariantCulture, out var trials) ? trials
        : Environment.GetEnvironmentVariable("ONELEAD_LONG") == "1" ? 100
        : 5;

    [Fact]
    public async Task What_is_shown_is_the_fold_of_the_journal_soon_after_and_without_a_restart() => await RunAsync([]);

    [PostgresFact]
    public async Task The_same_holds_on_PostgreSQL()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        await RunAsync(new() { ["OneLead:Storage"] = postgres.ConnectionString });
    }

    private async Task RunAsync(Dictionary<string, string?> settings)
    {
        var data = Directory.CreateTempSubdirectory("onelead-web-test-").FullName;
        (settings["OneLead:Data"], settings["Logging:LogLevel:Default"], settings["Logging:LogLevel:Orleans"]) = (data, "None", "None");
        var faults = new StoreFaults(20268);
        await using var app = Server.Build(
            new ServerArguments("http://127.0.0.1:0", new DateOnly(2025, 10, 29), Settings: settings), faults.AddTo);
        await app.StartAsync();
        using var http = new HttpClient
        {
            BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
        };
        await ServerFixture.UntilAsync(async () => (await http.GetAsync("/readyz")).IsSuccessStatusCode);
        var (random, healed) = (new Random(20269), new List<double>());
        for (var trial = 0; trial < Trials; trial++)
        {
            var territories = Enumerable.Range(trial * 3, 3).Select(t => $"{60_000 + t}").ToArray();
            // Every other time nothing is written afterwards, so that no later change of an account hides what went wrong.
            var most = trial % 2 == 0 ? 3 : int.MaxValue;
            using var enough = new CancellationTokenSource();
            var load = Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() =>
                WriteAsync(app, new Random((trial * Writers) + w), territories, $"{trial}-{w}", most, enough.Token))));
            for (var outage = 0; outage < 3; outage++)
            {
                await Task.Delay(random.Next(30, 300));
                faults.IsDown = true;
                await Task.Delay(random.Next(30, 500));
                faults.IsDown = false;
            }
            await enough.CancelAsync();
            await load;
            healed.Add(await HealAsync(http, trial));
        }
        var repairs = app.Services.GetRequiredService<ModelRepairs>().Sum.Count;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Trials} trials, {faults.Count} calls failed, {repairs} repairs; as the journal after {healed.Average():0.0} s on average "
            + $"and {healed.Max():0.0} s at most"));
        Assert.True(faults.Count > Trials, "hardly any call failed");
        await app.StopAsync();
        TemporaryData.Delete(data);
    }

    private static async Task<double> HealAsync(HttpClient http, int trial)
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            using var answer = await http.PostAsync("/api/v1/verification", null);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode && JsonElement.Parse(text).GetProperty("ok").GetBoolean())
                return watch.Elapsed.TotalSeconds;
            Assert.True(watch.Elapsed.TotalSeconds < LongestSeconds, $"trial {trial}: {text}");
        }
    }

    private static async Task WriteAsync(WebApplication app, Random random, string[] territories, string name, int most,
        CancellationToken enough)
    {
        var ingest = app.Services.GetRequiredService<IIngest>();
        var names = app.Services.GetRequiredService<IGrainFactory>().GetGrain<IReconciliationGrain>(Keys.DefaultTenant);
        for (var sent = 0; sent < most && !enough.IsCancellationRequested; sent++)
        {
            var territory = territories[random.Next(territories.Length)];
            if (most == int.MaxValue && random.Next(8) == 0)
            {
                var (one, two) = (Keys.Name(territory, Names[random.Next(Names.Length)]),
                    Keys.Name(territory, Names[random.Next(Names.Length)]));
                await UntilDoneAsync(async () => await names.MergeAsync(one, two, "test"));
                if (random.Next(2) == 0)
                    await UntilDoneAsync(async () => await names.UnmergeAsync(one, "test"));
                continue;
            }
            var events = Enumerable.Range(0, most == int.MaxValue ? random.Next(1, 8) : 40)
                .Select(i => Change(random, territory, $"{name}-{sent}-{i}", sent)).ToArray();
            await UntilDoneAsync(async () => await ingest.AppendAsync(Keys.DefaultTenant, [.. events]));
        }
    }

    // Repeated with the same ids until it is known to be done.
    private static async Task UntilDoneAsync(Func<Task> act)
    {
        while (true)
        {
            try
            {
                await act();
                return;
            }
            catch (Exception e) when (e is JournalUnavailableException or IngestOverloadedException or StaleDecisionException)
            {
                await Task.Delay(20);
            }
        }
    }

    private static ChangeEvent Change(Random random, string territory, string id, int at)
    {
        var account = random.Next(4) == 0 ? Keys.Territory(territory) : Keys.Name(territory, Names[random.Next(Names.Length)]);
        return random.Next(2) == 0
            ? new ChangeEvent(account, EventKind.Opportunity, $"O-{territory}-{random.Next(30)}", EventSchema.Version, "test", id,
                Begin.AddSeconds(at), EventData.Of(("name", FieldValue.Of("A deal")), ("territory", FieldValue.Of(territory))))
            : new ChangeEvent(account, EventKind.Item, Keys.Item(null, $"L{territory}-{random.Next(40)}"), EventSchema.Version, "test", id,
                Begin.AddSeconds(at), EventData.Of(
                    ("serial", FieldValue.Of($"L{territory}")), ("territory", FieldValue.Of(territory)),
                    ("supportStatus", FieldValue.Of(random.Next(2) == 0 ? "Uncovered" : "Active Contract")),
                    ("endOfLife", FieldValue.Of("2015-07-01")), ("productName", FieldValue.Of("HP DL360p Gen8 8-SFF CTO Server"))));
    }
}
