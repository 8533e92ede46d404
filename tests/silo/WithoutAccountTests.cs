using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OneLead.Accounts;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Storage;
using OneLead.Views;

namespace OneLead.Silo.Tests;

/// <summary>Records that name no account, and records of the tenant: kept, listed, and part of no score.</summary>
public class WithoutAccountTests
{
    private static readonly string Import = new('a', ImportIds.Length);

    [Fact]
    public async Task Records_without_an_account_are_listed_and_count_nowhere()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(
            Record(EventKind.Engagement, "E1", Keys.Unplaced("csv")), Record(EventKind.Raw, "campaigns:K1", Keys.Unassigned("csv")),
            Record(EventKind.Opportunity, "O1", Keys.Unassigned("csv")), Events.Item("S1", "1"),
            Events.Item("S2", "1") with { Account = Keys.Unassigned("csv") });
        await silo.SettledAsync();
        await silo.FlushedAsync();

        Assert.Equal(["E1"], (await ReadAsync(silo, EventKind.Engagement)).Select(r => r.Id));
        Assert.Equal(["campaigns:K1"], (await ReadAsync(silo, EventKind.Raw)).Select(r => r.Id));
        var deal = Assert.Single(await ReadAsync(silo, EventKind.Opportunity));
        Assert.Equal(("unassigned:csv", true), (deal.AccountId, deal["isOpen"].AsFlag()));
        Assert.Equal([("hpe:S1", "critical"), ("hpe:S2", "critical")],
            (await ReadAsync(silo, EventKind.Item)).Select(r => (r.Id, r["risk"].Text!)).Order());

        var totals = (await silo.Grains.GetGrain<IPortfolioGrain>(TestSilo.Tenant).View()).Totals;
        Assert.Equal((1, 1, 3, 0), (totals.Accounts, totals.Items, totals.Leads.Total, totals.OpenOpportunities));
        Assert.Empty((await silo.VerifyAsync()).Different);
    }

    [Fact]
    public async Task A_record_that_is_given_an_account_moves_there_and_one_that_loses_it_moves_back()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Record(EventKind.Opportunity, "O1", Keys.Unplaced("crm")));
        Assert.Equal(["unplaced:crm"], await HomesAsync());
        await silo.AppendAsync(Record(EventKind.Opportunity, "O1", "crm:crm:7", 1));
        Assert.Equal(["crm:crm:7"], await HomesAsync());
        Assert.Equal(1, (await silo.Account("crm:crm:7").View())!.Account.Totals.OpenOpportunities);
        await silo.AppendAsync(Record(EventKind.Opportunity, "O1", Keys.Unassigned("crm"), 2));
        Assert.Equal(["unassigned:crm"], await HomesAsync());
        Assert.Empty((await silo.VerifyAsync()).Different);

        async Task<IEnumerable<string>> HomesAsync()
        {
            await silo.SettledAsync();
            await silo.FlushedAsync();
            return (await ReadAsync(silo, EventKind.Opportunity)).Select(r => r.AccountId);
        }
    }

    [Fact]
    public async Task An_import_that_is_undone_takes_its_records_without_an_account_and_of_the_tenant_along()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(
            Imported(Record(EventKind.Raw, "campaigns:K1", Keys.Unassigned("csv"))), Imported(Record(EventKind.Service, "V1", "")),
            Record(EventKind.Service, "V2", ""));
        await silo.SettledAsync();
        await silo.FlushedAsync();
        Assert.Equal(["V1", "V2"], (await ReadAsync(silo, EventKind.Service)).Select(r => r.Id));
        Assert.Single(await ReadAsync(silo, EventKind.Raw));

        await silo.AppendAsync(new ChangeEvent(
            "", EventKind.Retraction, Import, EventSchema.Version, "retraction", Import + ":1", Events.Start,
            ImportIds.Retraction([Import], null, null)));
        await silo.SettledAsync();
        await silo.FlushedAsync();
        Assert.Equal(["V2"], (await ReadAsync(silo, EventKind.Service)).Select(r => r.Id));
        Assert.Empty(await ReadAsync(silo, EventKind.Raw));
        Assert.Empty((await silo.VerifyAsync()).Different);
    }

    [Fact]
    public async Task A_store_of_an_earlier_version_which_kept_none_of_them_is_brought_up_to_date()
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("onelead-");
        try
        {
            long head;
            await using (var silo = await TestSilo.StartAsync(directory.FullName))
            {
                await silo.AppendAsync(Events.Item("S1", "1"), Record(EventKind.Raw, "campaigns:K1", Keys.Unassigned("csv")));
                await silo.FlushedToTheHeadAsync();
                head = silo.Journal.Head(TestSilo.Tenant);
            }
            foreach (var file in directory.EnumerateFiles().Where(f => !f.Name.StartsWith("journal", StringComparison.Ordinal)))
                file.Delete();
            var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            builder.AddOneLeadSilo(directory.FullName);
            using (var store = builder.Build())
            {
                var snapshots = store.Services.GetRequiredService<ISnapshotStore>();
                var former = new SnapshotStamp(head, 0, AccountState.Engine - 1, null, null, ["territory:1"]);
                await snapshots.SaveAsync([new SnapshotWrite(TestSilo.Tenant, "territory:1", former, [], null, [], [], true)]);
                await snapshots.SaveFlushedThroughAsync(TestSilo.Tenant, head);
            }
            await using (var silo = await TestSilo.StartAsync(directory.FullName))
            {
                await silo.Account("territory:1").View();
                await silo.FlushedToTheHeadAsync();
                Assert.Single(await ReadAsync(silo, EventKind.Raw));
            }
        }
        finally
        {
            TemporaryData.Delete(directory.FullName);
        }
    }

    private static ChangeEvent Record(EventKind kind, string entity, string account, int at = 0) => new(
        account, kind, entity, EventSchema.Version, "test", $"{kind}:{entity}:{at}", Events.Start.AddMinutes(at),
        EventData.Of(("name", FieldValue.Of(entity))));

    private static ChangeEvent Imported(ChangeEvent change) => change with { SourceId = Import + ":" + change.SourceId };

    private static async Task<List<EntityRow>> ReadAsync(TestSilo silo, EventKind kind)
    {
        var rows = new List<EntityRow>();
        await foreach (var row in silo.Services.GetRequiredService<IEntityReader>().ReadAsync(TestSilo.Tenant, kind))
            rows.Add(row);
        return rows;
    }
}
