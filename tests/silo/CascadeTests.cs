using OneLead.Events;
using OneLead.Grains;
using OneLead.Storage;
using OneLead.Views;

namespace OneLead.Silo.Tests;

public class CascadeTests
{
    private static readonly string Renewal = Keys.Lead(Keys.Item(null, "S1"), LeadType.Renewal);

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_item_event_reaches_account_territory_and_portfolio(int? hostile)
    {
        await using var silo = await TestSilo.StartAsync(hostileSeed: hostile);
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("S1", "56088"), Events.Item("S2", "56088", "Active Warranty", "2030-01-01"),
            Events.Item("S3", "56180"));
        // A territory that is deactivated between two calls, as a hostile host does, has only what is stored.
        await silo.FlushedAsync();

        var account = (await silo.Account(Keys.Territory("56088")).View())!;
        var territory = await silo.Grains.GetGrain<ITerritoryGrain>(Keys.Grain(TestSilo.Tenant, "56088")).View();
        var portfolio = await silo.Grains.GetGrain<IPortfolioGrain>(TestSilo.Tenant).View();

        Assert.Equal((2, 3, "Territory 56088"), (account.Items.Length, account.Leads.Length, account.Account.Name));
        Assert.Equal(account.Account.Totals, territory.Territory.Totals);
        Assert.Equal((2, 3, 6, 2),
            (portfolio.Totals.Accounts, portfolio.Totals.Items, portfolio.Totals.Leads.Total, portfolio.Territories));
        Assert.Equal(new DateOnly(2025, 10, 29), portfolio.AsOf);
    }

    [Fact]
    public async Task A_repeat_adds_nothing()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        var first = await silo.AppendAsync(Events.Item("S1", "1"));
        var second = await silo.AppendAsync(Events.Item("S1", "1"));
        await silo.SettledAsync();

        Assert.True(first[0].IsNew);
        Assert.False(second[0].IsNew);
        Assert.Equal(first[0].Sequence, second[0].Sequence);
        Assert.Equal(3, (await silo.Account(Keys.Territory("1")).View())!.Leads.Length);
    }

    [Fact]
    public async Task A_command_is_answered_after_it_was_applied_and_refused_for_another_version()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("S1", "1"));
        await silo.SettledAsync();

        var contacted = await silo.Ingest.SendCommandAsync(TestSilo.Tenant, Events.Status(Renewal, "contacted", 0));
        var late = await silo.Ingest.SendCommandAsync(TestSilo.Tenant, Events.Status(Renewal, "qualified", 0));
        var missing = await silo.Ingest.SendCommandAsync(TestSilo.Tenant, Events.Status("hpe:nothing:renewal", "contacted"));

        Assert.Equal((CommandOutcome.Applied, LeadStatus.Contacted, 1),
            (contacted.Outcome, contacted.Lead!.Status, contacted.Lead.Version));
        Assert.Equal((CommandOutcome.VersionMismatch, LeadStatus.Contacted), (late.Outcome, late.Lead!.Status));
        Assert.Equal(CommandOutcome.NotFound, missing.Outcome);
    }

    [Fact]
    public async Task A_lead_keeps_its_life_when_its_item_moves_while_its_trigger_is_gone()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("S1", "1"));
        await silo.Ingest.SendCommandAsync(TestSilo.Tenant, Events.Status(Renewal, "contacted"));
        await silo.AppendAsync(Events.Item("S1", "1", "Active Warranty", "2030-01-01", at: 1),
            Events.Item("S1", "2", "Active Warranty", "2030-01-01", at: 2), Events.Item("S1", "2", at: 3));
        await silo.SettledAsync();

        var lead = (await silo.Account(Keys.Territory("2")).Lead(Renewal))!;
        Assert.Equal((LeadStatus.Contacted, 1, "contacted"), (lead.Lead.Status, lead.Lead.Version, Assert.Single(lead.Steps).What));
        Assert.Empty((await silo.VerifyAsync()).Different);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_item_that_moves_often_reads_each_of_its_rows_once(bool hasCommand)
    {
        const int Moves = 40;
        var store = new StoreCalls();
        await using var silo = await TestSilo.StartAsync(configure: store.AddTo);
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("S1", "0"));
        if (hasCommand)
            await silo.Ingest.SendCommandAsync(TestSilo.Tenant, Events.Status(Renewal, "contacted"));
        await silo.SettledAsync();
        for (var i = 1; i <= Moves; i++)
        {
            await silo.AppendAsync(Events.Item("S1", $"{i % 3}", at: i));
            await silo.SettledAsync();
        }

        Assert.InRange(store.RowsOf(nameof(IJournal.ReadEntitiesAsync)), Moves, Moves + 3);
        var there = await silo.Account(Keys.Territory($"{Moves % 3}")).Current();
        Assert.Equal((1, hasCommand ? LeadStatus.Contacted : LeadStatus.New),
            (there.Row!.Totals.Items, there.Changed.Single(l => l.Id == Renewal).Status));
        Assert.Empty((await silo.VerifyAsync()).Different);
    }

    [Fact]
    public async Task A_lead_that_reopened_before_its_item_moved_is_open_there()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("S1", "1"));
        await silo.Ingest.SendCommandAsync(TestSilo.Tenant, Events.Status(Renewal, "converted"));
        await silo.AppendAsync(Events.Item("S1", "1", "Active Warranty", "2030-01-01", at: 1), Events.Item("S1", "1", at: 2));
        await silo.SettledAsync();
        var before = (await silo.Account(Keys.Territory("1")).Lead(Renewal))!;
        await silo.AppendAsync(Events.Item("S1", "2", at: 3));
        await silo.SettledAsync();
        var after = (await silo.Account(Keys.Territory("2")).Lead(Renewal))!;

        Assert.Equal((LeadStatus.New, 2), (before.Lead.Status, before.Lead.Version));
        Assert.Equal((before.Lead.Status, before.Lead.Version, before.Lead.Score),
            (after.Lead.Status, after.Lead.Version, after.Lead.Score));
        Assert.Equal(before.Steps.AsEnumerable(), after.Steps);
        Assert.Empty((await silo.VerifyAsync()).Different);
    }

    [Fact]
    public async Task A_closed_lead_comes_back_closed_with_its_item()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("S1", "1"));
        await silo.Ingest.SendCommandAsync(TestSilo.Tenant, Events.Status(Renewal, "converted"));
        await silo.AppendAsync(Events.Item("S1", "1", at: 1) with { Data = EventData.Removal });
        await silo.SettledAsync();
        Assert.Null(await silo.Account(Keys.Territory("1")).Lead(Renewal));
        await silo.BeginDayAsync("2025-10-30");
        await silo.AppendAsync(Events.Item("S1", "1", at: 2));
        await silo.SettledAsync();

        var lead = (await silo.Account(Keys.Territory("1")).Lead(Renewal))!;
        Assert.Equal((LeadStatus.Converted, "converted"), (lead.Lead.Status, Assert.Single(lead.Steps).What));
        Assert.Empty((await silo.VerifyAsync()).Different);
    }

    [Fact]
    public async Task A_moved_item_takes_its_leads_status_along()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("S1", "1"));
        await silo.Ingest.SendCommandAsync(TestSilo.Tenant, Events.Status(Renewal, "contacted"));
        await silo.AppendAsync(Events.Item("S1", "2", at: 5));
        await silo.SettledAsync();

        Assert.Null(await silo.Account(Keys.Territory("1")).View());
        var lead = (await silo.Account(Keys.Territory("2")).Lead(Renewal))!;
        Assert.Equal((LeadStatus.Contacted, 1, "2"), (lead.Lead.Status, lead.Lead.Version, lead.Lead.Territory));
        Assert.Equal((1, 1), await PortfolioCountsAsync(silo));
    }

    [Fact]
    public async Task A_late_row_of_the_old_account_does_not_move_the_item_back()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("S1", "2", at: 5));
        await silo.SettledAsync();
        await silo.AppendAsync(Events.Item("S1", "1"));
        await silo.SettledAsync();

        Assert.Null(await silo.Account(Keys.Territory("1")).View());
        Assert.Single((await silo.Account(Keys.Territory("2")).View())!.Items);
    }

    [Fact]
    public async Task An_item_grain_finds_its_item_and_hears_of_its_changes()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("S1", "1"));
        await silo.SettledAsync();
        var item = silo.Grains.GetGrain<IItemGrain>(Keys.Grain(TestSilo.Tenant, Keys.Item(null, "S1")));
        var heard = new Heard();
        var reference = silo.Grains.CreateObjectReference<IItemObserver>(heard);

        Assert.Equal(RiskLevel.Critical, (await item.Watch(reference))!.Risk);
        await silo.AppendAsync(Events.Item("S1", "1", "Active Warranty", "2030-01-01", at: 1));
        await silo.SettledAsync();

        Assert.Equal(RiskLevel.Low, (await heard.First.WaitAsync(TimeSpan.FromSeconds(10)))!.Risk);
        Assert.Equal(RiskLevel.Low, (await item.Get())!.Risk);
        GC.KeepAlive(heard);
    }

    [Fact]
    public async Task A_day_that_begins_moves_just_what_is_due_and_none_runs_backwards()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        // 1,825 days past end of life on 2025-10-30, more on the 31st.
        await silo.AppendAsync(Events.Item("S1", "1", "Active Warranty", "2020-10-31"),
            Events.Item("S2", "2", "Active Warranty", "2024-01-01"));
        await silo.SettledAsync();
        Assert.Empty((await silo.Account(Keys.Territory("1")).View())!.Leads);

        Assert.True(await silo.BeginDayAsync("2025-10-31"));
        await silo.SettledAsync();

        Assert.Equal([LeadType.HardwareRefresh], (await silo.Account(Keys.Territory("1")).View())!.Leads.Select(l => l.Type));
        Assert.True(await silo.BeginDayAsync("2025-10-31"));
        Assert.False(await silo.BeginDayAsync("2025-10-30"));
    }

    [Fact]
    public async Task Days_that_pass_while_nobody_is_there_end_where_day_by_day_ends_and_each_change_is_told_once()
    {
        var random = new Random(20261);
        // Around what decides: days past the end of life that matter within the month, and ends of support.
        var items = Enumerable.Range(0, 120).Select(i => Events.Item(
            $"S{i}", $"{i % 7}", i % 3 == 0 ? "Active Warranty" : "Expired Flex Support",
            new DateOnly(2025, 11, 1).AddDays(-new[] { 0, 180, 365, 730, 1095, 1825 }[random.Next(6)] + random.Next(45))
                .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))).ToArray();
        await using var daily = await TestSilo.StartAsync();
        await daily.BeginDayAsync("2025-11-01");
        await daily.AppendAsync(items);
        await daily.SettledAsync();
        var first = await Final.StateAsync(daily);
        for (var day = new DateOnly(2025, 11, 2); day <= new DateOnly(2025, 12, 1); day = day.AddDays(1))
        {
            await daily.BeginDayAsync(day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            await daily.SettledAsync();
        }

        var directory = System.IO.Directory.CreateTempSubdirectory("onelead-").FullName;
        await using (var before = await TestSilo.StartAsync(directory))
        {
            await before.BeginDayAsync("2025-11-01");
            await before.AppendAsync(items);
            await before.FlushedAsync();
        }
        await using var after = await TestSilo.StartAsync(directory);
        await after.BeginDayAsync("2025-12-01");
        await after.SettledAsync();

        var (slept, kept) = (await Final.StateAsync(after), await Final.StateAsync(daily));
        Assert.Equal(kept, slept);
        Assert.NotEqual(first, kept);
        Assert.Empty((await after.VerifyAsync()).Different);
        Assert.Equal(await PortfolioCountsAsync(daily), await PortfolioCountsAsync(after));
        TemporaryData.Delete(directory);
    }

    private static async Task<(int Accounts, int Items)> PortfolioCountsAsync(TestSilo silo)
    {
        var totals = (await silo.Grains.GetGrain<IPortfolioGrain>(TestSilo.Tenant).View()).Totals;
        return (totals.Accounts, totals.Items);
    }

    private sealed class Heard : IItemObserver
    {
        private readonly TaskCompletionSource<ItemView?> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<ItemView?> First => _first.Task;

        public Task Changed(ItemView? item)
        {
            _first.TrySetResult(item);
            return Task.CompletedTask;
        }
    }
}
