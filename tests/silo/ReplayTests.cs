using OneLead.Events;
using OneLead.Grains;

namespace OneLead.Silo.Tests;

public class ReplayTests
{
    [Fact]
    public async Task Restarted_with_snapshots_or_with_the_journal_alone_the_state_is_the_same_to_the_byte()
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("onelead-");
        try
        {
            VerificationReport before;
            await using (var silo = await TestSilo.StartAsync(directory.FullName))
            {
                await LiveAsync(silo, new Random(7), 400);
                before = await silo.VerifyAsync();
                Assert.Empty(before.Different);
            }
            await using (var silo = await TestSilo.StartAsync(directory.FullName))
                AssertSame(before, await silo.VerifyAsync());

            // An empty store but for the journal.
            foreach (var file in directory.EnumerateFiles().Where(f => !f.Name.StartsWith("journal", StringComparison.Ordinal)))
                file.Delete();
            await using (var silo = await TestSilo.StartAsync(directory.FullName))
            {
                AssertSame(before, await silo.VerifyAsync());
                await silo.FlushedAsync();
                Assert.True(await silo.Snapshots.GetFlushedThroughAsync(TestSilo.Tenant) >= before.Rows);
            }
        }
        finally
        {
            TemporaryData.Delete(directory.FullName);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_hostile_host_ends_in_the_same_state_as_a_fold_from_nothing(int seed)
    {
        await using var silo = await TestSilo.StartAsync(hostileSeed: seed);
        await LiveAsync(silo, new Random(seed), 150);

        Assert.Empty((await silo.VerifyAsync()).Different);
    }

    [Theory, Trait(Category.Name, Category.Slow)]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Rows_that_arrive_while_their_names_are_being_linked_are_neither_lost_nor_doubled(int? hostile)
    {
        await using var silo = await TestSilo.StartAsync(hostileSeed: hostile);
        await silo.BeginDayAsync("2025-10-29");
        var reconciliation = silo.Grains.GetGrain<IReconciliationGrain>(TestSilo.Tenant);
        var settling = Task.CompletedTask;
        for (var batch = 0; batch < 40; batch++)
        {
            // Names that are one but for a digit or a legal form: links come while their rows still do.
            await silo.AppendAsync([.. Enumerable.Range(batch * 250, 250).Select(i =>
                Events.Item($"S{i}", $"{i % 4}") with
                {
                    Account = Keys.Name($"{i % 4}", $"Company {i * 7 % 200}{(i % 3 == 0 ? " Inc" : "")}"),
                })]);
            if (settling.IsCompleted)
                settling = reconciliation.SettleAsync();
        }
        await settling;
        await reconciliation.SettleAsync();
        await silo.FlushedAsync();

        Assert.Empty((await silo.VerifyAsync()).Different);
        Assert.Equal(10_000, (await silo.Grains.GetGrain<IPortfolioGrain>(TestSilo.Tenant).View()).Totals.Items);
    }

    private static void AssertSame(VerificationReport expected, VerificationReport actual) =>
        Assert.Equal((expected.Accounts, expected.Rows, expected.Digest, ""),
            (actual.Accounts, actual.Rows, actual.Digest, string.Join(" ", actual.Different)));

    // Items that come, change, move and go; opportunities under names that are reconciled; commands; days.
    private static async Task LiveAsync(TestSilo silo, Random random, int steps)
    {
        await silo.BeginDayAsync("2025-10-29");
        for (var i = 0; i < steps; i++)
        {
            var (serial, territory) = ($"S{random.Next(30)}", $"{random.Next(4)}");
            switch (random.Next(12))
            {
                case < 6:
                    await silo.AppendAsync(Events.Item(serial, territory, random.Next(2) == 0 ? "Active Warranty" : "Expired Fixed Support",
                        random.Next(2) == 0 ? "2015-07-01" : "2020-11-05", random.Next(100), $"i{i}"));
                    break;
                case < 9:
                    await silo.AppendAsync(Events.Opportunity($"O{random.Next(20)}", territory,
                        random.Next(2) == 0 ? "Acme Inc" : "ACME, INC.", random.Next(3) == 0 ? "Won" : null, i));
                    break;
                case 9:
                    await silo.AppendAsync(
                        Events.Item(serial, territory, id: $"r{i}", at: random.Next(100)) with { Data = EventData.Removal });
                    break;
                case 10:
                    await silo.BeginDayAsync(new DateOnly(2025, 10, 29).AddDays(random.Next(20))
                        .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
                    break;
                default:
                    var lead = Keys.Lead(Keys.Item(null, serial), (LeadType)random.Next(3));
                    await silo.Ingest.SendCommandAsync(TestSilo.Tenant,
                        Events.Status(lead, random.Next(2) == 0 ? "contacted" : "rejected", reason: "test", id: $"{i}"));
                    break;
            }
        }
        await silo.Grains.GetGrain<IReconciliationGrain>(TestSilo.Tenant).SettleAsync();
        await silo.FlushedAsync();
    }
}
