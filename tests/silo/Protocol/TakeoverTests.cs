using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Journal;
using OneLead.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace OneLead.Silo.Tests.Protocol;

/// <summary>The writing of a journal that passes from one activation to the next.</summary>
public class TakeoverTests
{
    private static readonly string One = Keys.Territory("1");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_writer_that_is_replaced_under_load_loses_nothing_and_doubles_nothing(bool byAnother)
    {
        const int Callers = 4, Calls = 60, EventsACall = 5;
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        var callers = Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var call = 0; call < Calls; call++)
            {
                var events = Enumerable.Range(0, EventsACall).Select(i => Events.Item($"S{caller}-{call}-{i}", $"{i}")).ToArray();
                var appended = await RetriedAsync(silo, events);
                // The sender repeats what it is not sure of.
                if (call % 7 == 0)
                    Assert.Equal(appended.Select(a => a.Sequence), (await RetriedAsync(silo, events)).Select(a => a.Sequence));
            }
        })).ToArray();
        var all = Task.WhenAll(callers);
        var takeovers = 0;
        for (; !all.IsCompleted || takeovers < 3; takeovers++)
        {
            if (byAnother)
                await silo.Journal.OpenAsync(TestSilo.Tenant, new Deaf());
            else
                await silo.EndJournalAsync();
            // Some appends in between.
            await RetriedAsync(silo, [Events.Item($"T{takeovers}", "9")]);
        }
        await all;
        await silo.FlushedToTheHeadAsync();

        var rows = new List<string>();
        await foreach (var row in silo.Journal.ReadAllAsync(TestSilo.Tenant, 0))
        {
            if (row.Event.Kind == EventKind.Item)
                rows.Add(row.Event.Entity);
        }
        Assert.Equal(Callers * Calls * EventsACall + takeovers, rows.Count);
        Assert.Equal(rows.Count, rows.Distinct().Count());
        Assert.Equal(rows.Count, (await silo.Grains.GetGrain<IPortfolioGrain>(TestSilo.Tenant).View()).Totals.Items);
        Assert.Empty((await silo.VerifyAsync()).Different);
    }

    [Fact]
    public async Task Settled_survives_a_takeover_and_still_waits_for_what_the_former_owner_had_left()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        var failing = silo.Calls.Fail("IAccountGrain.Apply", One);
        await silo.AppendAsync(Events.Item("S1", "1"));
        var settled = silo.SettledAsync().AsTask();
        await silo.EndJournalAsync();
        await Wait.UntilAsync("the journal is open again", async () =>
        {
            await silo.Grains.GetGrain<IJournalGrain>(TestSilo.Tenant).Ping();
            return silo.Services.GetRequiredService<LocalJournals>().Find(TestSilo.Tenant) is { IsClosed: false };
        });
        Assert.False(settled.IsCompleted);
        failing.Dispose();
        await settled.WaitAsync(TimeSpan.FromSeconds(25));
        Assert.Single((await silo.Account(One).View())!.Items);
    }

    [Fact]
    public async Task An_activation_that_ends_refuses_nobody_for_good_and_the_next_one_goes_on_with_its_deliveries()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        for (var i = 0; i < 10; i++)
        {
            await silo.AppendAsync(Events.Item($"S{i}", "1"));
            await silo.EndJournalAsync();
        }
        await silo.SettledAsync();
        Assert.Equal(10, (await silo.Account(One).View())!.Items.Length);
    }

    [Fact]
    public async Task A_contribution_that_has_not_arrived_is_not_stored_and_arrives_after_a_takeover()
    {
        await using var silo = await TestSilo.StartAsync();
        using var heard = new HeardChanges(silo);
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("S1", "1"));
        await silo.FlushedAsync();
        var failing = silo.Calls.Fail("ITerritoryGrain.Upsert", "/1");
        var second = (await silo.AppendAsync(Events.Item("S2", "1")))[0].Sequence;
        await Wait.UntilAsync("the territory was told", () => Task.FromResult(silo.Calls.Count > 0));
        // Were it stored now, the next owner would find nothing to deliver.
        await silo.WriteAsync();
        Assert.True(await silo.StoredAsync(One) < second);
        await silo.EndJournalAsync();
        failing.Dispose();
        await silo.SettledAsync();
        Assert.Equal(6, heard.Of(One).SelectMany(d => d.Changed).DistinctBy(l => l.Id).Count());
        Assert.Equal(2, (await silo.Grains.GetGrain<IPortfolioGrain>(TestSilo.Tenant).View()).Totals.Items);
    }

    [Fact]
    public async Task A_decision_that_a_later_link_may_have_changed_is_refused()
    {
        await using var silo = await TestSilo.StartAsync();
        var ingest = silo.Services.GetRequiredService<EventIngest>();
        var seen = silo.Services.GetRequiredService<JournalTails>().Of(TestSilo.Tenant).LastLink;
        await ingest.AppendAsync(TestSilo.Tenant, [Link("a", "b", "first")], seen);

        await Assert.ThrowsAsync<StaleDecisionException>(
            async () => await ingest.AppendAsync(TestSilo.Tenant, [Link("a", "c", "second")], seen));
        Assert.Equal("b", silo.Ingest.AccountOf(TestSilo.Tenant, "a"));

        static ChangeEvent Link(string key, string to, string id) => new(
            Keys.Links, EventKind.Link, key, EventSchema.Version, "test", id, Events.Start,
            EventData.Of(("to", FieldValue.Of(to)), ("rule", FieldValue.Of("manual")), ("previous", FieldValue.Of(key))));
    }

    private static async Task<ImmutableArray<Appended>> RetriedAsync(TestSilo silo, ChangeEvent[] events)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await silo.AppendAsync(events);
            }
            catch (JournalUnavailableException) when (attempt < 100)
            {
                // It changed owners too often; a sender tries again.
            }
        }
    }

    // A writer elsewhere that has taken over and does nothing.
    private sealed class Deaf : IJournalListener
    {
        public long LastLink => 0;

        public void OnCommitted(ImmutableArray<JournalEntry> rows)
        {
        }
    }
}
