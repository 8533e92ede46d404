using Microsoft.Extensions.DependencyInjection;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Views;

namespace OneLead.Silo.Tests;

public class CauseTests
{
    [Fact]
    public async Task A_lead_that_reopens_by_itself_names_what_brought_its_trigger_back()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        var lead = Keys.Lead("hpe:S1", LeadType.Renewal);
        await silo.AppendAsync(Events.Item("S1", "1"));
        await silo.SettledAsync();
        await SendAsync(EventKind.LeadStatus, "1", ("status", "rejected"), ("reason", "no budget"));
        await silo.AppendAsync(Events.Item("S1", "1", "Active Warranty", "2031-01-01", at: 1));
        await SendAsync(EventKind.LeadStatus, "2", ("status", "new"));
        await SendAsync(EventKind.Override, "3", ("field", "undo"));
        await silo.AppendAsync(Events.Item("S1", "1", at: 2));
        await silo.SettledAsync();

        var detail = (await silo.Account("territory:1").Lead(lead))!;
        Assert.Equal((LeadStatus.New, "reopened"), (detail.Lead.Status, detail.Steps[^1].What));
        var points = await silo.Services.GetRequiredService<ILeadHistory>().GetAsync(TestSilo.Tenant, "territory:1", lead);
        Assert.Equal((EventKind.Item, "hpe:S1", CauseEffect.Changed),
            (points[^1].Cause.Kind, points[^1].Cause.Entity, points[^1].Cause.Effect));
        Assert.Contains(points[^1].Cause.Fields, f => f.Name == "supportStatus");
        // The undo had brought back the score with which it was closed, and that of the open lead is the same.
        Assert.Equal((EventKind.Override, points[^1].Score), (points[^2].Cause.Kind, points[^2].Score));

        ValueTask<CommandResult> SendAsync(EventKind kind, string id, params (string Name, string Value)[] data) =>
            silo.Ingest.SendCommandAsync(TestSilo.Tenant,
            new ChangeEvent("", kind, lead, 1, "test", "command:" + id, Events.Start,
                EventData.Of([.. data.Append(("by", "k")).Select(f => (f.Item1, FieldValue.Of(f.Item2)))])));
    }

    [Fact]
    public async Task Accounts_that_a_person_merged_or_separated_name_the_person()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(
            Events.Opportunity("1", "56088", "Apple Inc."), Events.Opportunity("2", "56240", "Borealis Storage"));
        var reconciliation = silo.Grains.GetGrain<IReconciliationGrain>(TestSilo.Tenant);
        await reconciliation.SettleAsync();
        var (apple, borealis) = (Keys.Name("56088", "Apple Inc."), Keys.Name("56240", "Borealis Storage"));

        Assert.Equal(MergeOutcome.Merged, await reconciliation.MergeAsync(borealis, apple, "kim"));
        await silo.SettledAsync();
        Assert.Equal((EventKind.Link, "merge", "kim"), await CauseAsync(apple));
        Assert.True(await reconciliation.UnmergeAsync(borealis, "lee"));
        await silo.SettledAsync();
        Assert.Equal((EventKind.Link, "own_account", "lee"), await CauseAsync(apple));
        Assert.Equal((EventKind.Link, "own_account", "lee"), await CauseAsync(borealis));

        async Task<(EventKind?, string?, string?)> CauseAsync(string account)
        {
            var cause = (await silo.Account(account).Current()).Cause;
            return (cause?.Kind, Of("rule"), Of("decidedBy"));

            string? Of(string field) => cause?.Fields.SingleOrDefault(f => f.Name == field)?.After.Text;
        }
    }
}
