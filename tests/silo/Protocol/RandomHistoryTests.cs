using System.Globalization;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Views;

namespace OneLead.Silo.Tests.Protocol;

/// <summary>
/// A random history while calls are late, lost and carried out without an answer, grains end at any time, and the journal changes owners.
/// </summary>
public class RandomHistoryTests
{
    private static readonly string[] Names = ["Acme Inc", "ACME, INC.", "Borealis", "Borealis GmbH", "Cormorant", "Dunwich"];
    private static readonly string[] Imports = [.. "abcd".Select(c => new string(c, ImportIds.Length))];

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task It_ends_as_a_fold_of_the_journal_in_accounts_roll_ups_readers_and_snapshots(int seed)
    {
        await using var silo = await TestSilo.StartAsync(hostileSeed: seed);
        using var heard = new HeardChanges(silo);
        await silo.BeginDayAsync("2025-10-29");
        using (silo.Calls.FailAtRandom(seed, oneIn: 12))
            await LiveAsync(silo, new Random(seed));
        Assert.True(silo.Calls.Count > 20, $"only {silo.Calls.Count} calls failed");

        await silo.Grains.GetGrain<IReconciliationGrain>(TestSilo.Tenant).SettleAsync();
        await silo.FlushedToTheHeadAsync();

        Assert.Empty((await silo.VerifyAsync()).Different);
        var accounts = await AccountsAsync(silo);
        await AssertRollUpsAsync(silo, accounts);
        await silo.SettledAsync();
        Assert.Equal((await heard.ExpectedAsync(accounts)).OrderBy(a => a.Key, StringComparer.Ordinal),
            heard.Leads().OrderBy(a => a.Key, StringComparer.Ordinal));
    }

    private static async Task LiveAsync(TestSilo silo, Random random)
    {
        for (var i = 0; i < 250; i++)
        {
            var (serial, territory, at) = ($"S{random.Next(40)}", $"{random.Next(5)}", random.Next(100));
            var item = Events.Item(serial, territory, random.Next(2) == 0 ? "Active Warranty" : "Expired Fixed Support",
                random.Next(2) == 0 ? "2015-07-01" : "2020-11-15", at, $"i{i}");
            await (random.Next(14) switch
            {
                < 4 => TryAsync(() => silo.AppendAsync(item).AsTask()),
                < 6 => TryAsync(() => silo.AppendAsync([.. Enumerable.Range(0, 8)
                    .Select(n => Events.Item($"S{random.Next(40)}", territory, at: at, id: $"i{i}-{n}"))]).AsTask()),
                < 8 => TryAsync(() => silo
                    .AppendAsync(item with { Account = Keys.Name(territory, Names[random.Next(Names.Length)]) }).AsTask()),
                8 => TryAsync(() => silo.AppendAsync(Events.Opportunity($"O{random.Next(20)}", territory, Names[random.Next(Names.Length)],
                    random.Next(3) == 0 ? "Won" : null, i)).AsTask()),
                9 => TryAsync(() => silo.AppendAsync(
                    item with { Source = "workbook", SourceId = $"{Imports[random.Next(Imports.Length)]}:sheet:{i}" }).AsTask()),
                10 => TryAsync(() => silo.BeginDayAsync(new DateOnly(2025, 10, 29).AddDays(random.Next(40))
                    .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
                11 => TryAsync(() => silo.Ingest.SendCommandAsync(TestSilo.Tenant, Events.Status(
                    Keys.Lead(Keys.Item(null, serial), (LeadType)random.Next(3)), "rejected", reason: "test", id: $"{i}")).AsTask()),
                12 when i % 5 == 0 => TryAsync(() => silo.AppendAsync(Retraction(Imports[random.Next(Imports.Length)], $"{i}")).AsTask()),
                12 => TryAsync(() => silo.Grains.GetGrain<IReconciliationGrain>(TestSilo.Tenant).SettleAsync()),
                _ => TryAsync(silo.EndJournalAsync),
            });
        }
    }

    // What fails for the caller may have happened; a history need not know.
    private static async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (TestCallFailedException)
        {
            // Intended.
        }
    }

    private static ChangeEvent Retraction(string import, string id) =>
        new("", EventKind.Retraction, import, EventSchema.Version, "retraction", $"{import}:{id}", Events.Start,
            ImportIds.Retraction([import], "by mistake", "kim"));

    private static async Task<IReadOnlyCollection<string>> AccountsAsync(TestSilo silo)
    {
        var accounts = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var row in silo.Journal.ReadAllAsync(TestSilo.Tenant, 0))
        {
            if (!row.Event.Kind.IsTenantWide() && row.Event.Kind != EventKind.Link && !Keys.IsNoAccount(row.Home))
                accounts.Add(silo.Ingest.AccountOf(TestSilo.Tenant, row.Home));
        }
        return accounts;
    }

    private static async Task AssertRollUpsAsync(TestSilo silo, IEnumerable<string> accounts)
    {
        var (sum, territories) = (default(Contribution), new Dictionary<string, Contribution>(StringComparer.Ordinal));
        foreach (var account in accounts)
        {
            if (await silo.Account(account).View() is not { } view)
                continue;
            sum += view.Account.Totals;
            var territory = Keys.TerritoryGrainKey(view.Account.Territory);
            territories[territory] = territories.GetValueOrDefault(territory) + view.Account.Totals;
        }
        // Grains that ended a moment ago have what is stored.
        await silo.FlushedAsync();
        foreach (var (territory, total) in territories)
            Assert.Equal(total,
                (await silo.Grains.GetGrain<ITerritoryGrain>(Keys.Grain(TestSilo.Tenant, territory)).View()).Territory.Totals);
        Assert.Equal(sum, (await silo.Grains.GetGrain<IPortfolioGrain>(TestSilo.Tenant).View()).Totals);
    }
}
