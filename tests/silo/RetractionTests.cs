using OneLead.Events;
using OneLead.Grains;

namespace OneLead.Silo.Tests;

public class RetractionTests
{
    private static readonly string First = new('a', ImportIds.Length), Second = new('b', ImportIds.Length);

    [Fact]
    public async Task What_an_import_brought_counts_no_more_and_what_was_known_before_stands_again()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("S1", "1", "Active Warranty", "2031-01-01"));
        await silo.AppendAsync(Imported(First, Events.Item("S1", "1", at: 5)), Imported(First, Events.Item("S2", "1", at: 5)));
        await silo.SettledAsync();
        var lead = Keys.Lead("hpe:S1", LeadType.Renewal);
        await silo.Ingest.SendCommandAsync(TestSilo.Tenant, Events.Status(lead, "contacted"));
        Assert.Equal(("Warranty Expired - Uncovered Box", 3), await ItemAsync(silo, "S1"));

        await RetractAsync(silo, First);
        // The lead that somebody has worked on stays to be seen; the others go with what triggered them.
        Assert.Equal(("Active Warranty", 1), await ItemAsync(silo, "S1"));
        Assert.Null(await ItemAsync(silo, "S2"));
        Assert.Empty((await silo.VerifyAsync()).Different);

        var retracted = await silo.Grains.GetGrain<ITenantGrain>(TestSilo.Tenant).Retracted();
        await silo.AppendAsync(Again(Events.Item("S1", "1", at: 5)), Again(Events.Item("S2", "1", at: 5)));
        await silo.SettledAsync();
        Assert.Equal(("Warranty Expired - Uncovered Box", 3), await ItemAsync(silo, "S1"));
        Assert.Equal(LeadStatus.Contacted, (await silo.Account("territory:1").Lead(lead))!.Lead.Status);
        Assert.NotNull(await ItemAsync(silo, "S2"));
        Assert.Empty((await silo.VerifyAsync()).Different);

        ChangeEvent Again(ChangeEvent change)
        {
            var again = ImportIds.WithActiveImport(Imported(First, change), retracted);
            Assert.NotEqual(First, ImportIds.Of(again.SourceId).ToString());
            return again;
        }
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(3, 3)]
    public async Task A_history_with_an_import_taken_back_ends_like_one_without_it(int seed, int? hostile)
    {
        await using var with = await TestSilo.StartAsync(hostileSeed: hostile);
        await using var without = await TestSilo.StartAsync();
        var random = new Random(seed);
        string[] days = ["2025-10-29", "2025-10-30", "2026-03-01"];
        for (var i = 0; i < 120; i++)
        {
            if (i % 40 == 0)
            {
                await with.BeginDayAsync(days[i / 40]);
                await without.BeginDayAsync(days[i / 40]);
            }
            var item = Events.Item(
                "S" + random.Next(6), "1", random.Next(3) switch { 0 => "Active Warranty", 1 => "Uncovered", _ => "Expired Fixed Support" },
                random.Next(2) == 0 ? "2015-07-01" : "2031-01-01", random.Next(20), $"item-{i}");
            var import = random.Next(3);
            await with.AppendAsync(import == 0 ? item : Imported(import == 1 ? First : Second, item));
            if (import != 1)
                await without.AppendAsync(import == 0 ? item : Imported(Second, item));
            if (i == 80)
                await RetractAsync(with, First);
            if (random.Next(10) == 0)
                await with.SettledAsync();
        }
        await RetractAsync(with, First, "again");
        await without.SettledAsync();
        for (var serial = 0; serial < 6; serial++)
            Assert.Equal(await ItemAsync(without, "S" + serial), await ItemAsync(with, "S" + serial));
        Assert.Empty((await with.VerifyAsync()).Different);
    }

    private static ChangeEvent Imported(string import, ChangeEvent change) =>
        change with { Source = "workbook", SourceId = $"{import}:sheet:{change.SourceId}" };

    private static async Task RetractAsync(TestSilo silo, string import, string id = "")
    {
        await silo.AppendAsync(new ChangeEvent("", EventKind.Retraction, import, EventSchema.Version, "retraction", import + id,
            Events.Start, ImportIds.Retraction([import], "by mistake", "kim")));
        await silo.SettledAsync();
    }

    private static async Task<(string? Status, int Leads)?> ItemAsync(TestSilo silo, string serial) =>
        await silo.Grains.GetGrain<IItemGrain>(Keys.Grain(TestSilo.Tenant, "hpe:" + serial)).Get() is { } item
            ? (item.Fields["supportStatus"].Text, item.Leads.Length)
            : null;
}
