using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Accounts;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Storage;
using OneLead.Views;

namespace OneLead.Silo.Tests;

public class EntityReaderTests(ITestOutputHelper output)
{
    private static int Items => int.TryParse(Environment.GetEnvironmentVariable("ONELEAD_READ_ITEMS"), out var items) ? items : 2_000;

    [Fact]
    public async Task What_is_stored_is_read_with_what_the_rules_say_of_it()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("S1", "1"), Events.Item("S2", "2", "Active Warranty", "2031-01-01"),
            Events.Opportunity("O1", "1", "APPLE", "Won"), Events.Opportunity("O2", "1", "APPLE"));
        await silo.SettledAsync();
        // What moves to another account meanwhile is stored with both, or with neither yet.
        await silo.Grains.GetGrain<IReconciliationGrain>(TestSilo.Tenant).SettleAsync();
        await silo.FlushedAsync();
        var reader = silo.Services.GetRequiredService<IEntityReader>();

        Assert.Equal([("hpe:S1", "critical"), ("hpe:S2", "low")],
            (await ReadAsync(EventKind.Item)).Select(r => (r.Id, r["risk"].Text!)).Order());
        Assert.Equal([("O1", false), ("O2", true)],
            (await ReadAsync(EventKind.Opportunity)).Select(r => (r.Id, r["isOpen"].AsFlag()!.Value)).Order());
        Assert.Empty(await ReadAsync(EventKind.Ticket));

        async Task<List<EntityRow>> ReadAsync(EventKind kind)
        {
            var rows = new List<EntityRow>();
            await foreach (var row in reader.ReadAsync(TestSilo.Tenant, kind))
                rows.Add(row);
            return rows;
        }
    }

    [Fact]
    public async Task Many_items_are_read_page_by_page()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        for (var account = 0; account < Items / 100; account++)
        {
            var records = Enumerable.Range(account * 100, 100).Select(i =>
            {
                var item = Events.Item($"SER{i:D7}", $"{account}");
                var record = EntityRecord.New(EventKind.Item, item.Entity)
                    .Merge(new JournalEntry(1, Events.Start, item, item.Account, null));
                return new PackedRecord(AccountCodec.RecordKey(new(EventKind.Item, item.Entity)), RecordCodec.Write(record));
            });
            await silo.Snapshots.SaveAsync(
                [new SnapshotWrite(TestSilo.Tenant, $"territory:{account}", new SnapshotStamp(1, 1, AccountState.Engine, null, null, []),
                    [], null, [], [.. records], true)]);
        }
        var (read, critical, started, cpu, before, peak) = (0, 0, Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime,
            GC.GetTotalMemory(true), 0L);
        await foreach (var row in silo.Services.GetRequiredService<IEntityReader>().ReadAsync(TestSilo.Tenant, EventKind.Item))
        {
            critical += row["risk"].Text == "critical" ? 1 : 0;
            if (++read % 100_000 == 0)
                peak = Math.Max(peak, GC.GetTotalMemory(false) - before);
        }
        output.WriteLine(
            $"{read} items in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms ("
            + $"{(Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds:0} ms of processor), heap at most "
            + $"{peak / 1e6:0} MB more, garbage included");
        Assert.Equal((Items, Items), (read, critical));
    }
}
