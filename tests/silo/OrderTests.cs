using OneLead.Events;
using OneLead.Grains;

namespace OneLead.Silo.Tests;

/// <summary>Deliveries that come late, twice and in any order.</summary>
public class OrderTests
{
    private static readonly string[] Names = ["Amaterasu", "Borealis", "Cormorant", "Dunwich"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Any_order_and_any_repetition_of_the_same_deliveries_ends_in_the_same_state_byte_for_byte(int seed)
    {
        var dice = new Random(seed);
        var deliveries = Deliveries(dice).ToArray();
        var expected = await PlayAsync(deliveries);
        Assert.Contains("Amaterasu", expected, StringComparison.Ordinal);
        for (var i = 0; i < 3; i++)
        {
            var shuffled = deliveries.Concat(deliveries.Where(_ => dice.Next(3) == 0)).ToArray();
            dice.Shuffle(shuffled);
            Assert.Equal(expected, await PlayAsync(shuffled));
        }
    }

    [Fact]
    public async Task A_deal_that_does_not_say_whose_it_is_finds_its_account_whichever_came_first()
    {
        var amount = Crm(EventKind.Opportunity, "deal1", Keys.Unplaced("crm"), 5, ("amount", FieldValue.Of(900m)));
        var placed = Crm(EventKind.Opportunity, "deal1", Keys.Crm("crm", "1"), 1, ("name", FieldValue.Of("Storage")));
        var first = await PlayAsync([amount, placed]);
        Assert.Equal(first, await PlayAsync([placed, amount]));
        Assert.Contains("Storage", first, StringComparison.Ordinal);
        Assert.Contains("900", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_moves_everything_and_an_unmerge_restores_both_with_what_happened_since()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        var (loser, winner) = (Keys.Crm("crm", "1"), Keys.Crm("crm", "2"));
        await silo.AppendAsync(Account("1", 0), Account("2", 0), Deal("a", "1", 0), Deal("b", "2", 0));
        await silo.AppendAsync(AccountMerges.Merged(loser, winner, null, "crm", "crm", "merge1", Events.Start.AddMinutes(5)));
        await Final.StateAsync(silo);
        Assert.Equal(winner, silo.Ingest.AccountOf(TestSilo.Tenant, loser));
        Assert.Equal(2, (await silo.Account(loser).View())!.Account.Totals.OpenOpportunities);

        await silo.AppendAsync(Deal("c", "1", 6));
        await silo.SettledAsync();
        Assert.Equal(3, (await silo.Account(winner).View())!.Account.Totals.OpenOpportunities);

        Assert.True(await silo.Grains.GetGrain<IReconciliationGrain>(TestSilo.Tenant).UnmergeAsync(loser, "test"));
        await silo.SettledAsync();
        Assert.Equal(2, (await silo.Account(loser).View())!.Account.Totals.OpenOpportunities);
        Assert.Equal(1, (await silo.Account(winner).View())!.Account.Totals.OpenOpportunities);
        Assert.False(await silo.Grains.GetGrain<IReconciliationGrain>(TestSilo.Tenant).UnmergeAsync(loser, "test"));
        Assert.Empty((await silo.VerifyAsync()).Different);
    }

    [Fact]
    public async Task An_account_merged_by_hand_takes_all_its_keys_along_and_gets_them_back()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(
            Events.Opportunity("1", "56088", "Apple Inc."), Events.Opportunity("2", "56088", "Apple, Inc"),
            Events.Opportunity("3", "56240", "Borealis Storage"));
        var reconciliation = silo.Grains.GetGrain<IReconciliationGrain>(TestSilo.Tenant);
        await reconciliation.SettleAsync();
        var (apple, borealis) = (silo.Ingest.AccountOf(TestSilo.Tenant, Keys.Name("56088", "Apple, Inc")),
            Keys.Name("56240", "Borealis Storage"));
        Assert.Equal(2, (await silo.Account(apple).View())!.Keys.Length);

        Assert.Equal(MergeOutcome.Merged, await reconciliation.MergeAsync(apple, borealis, "test"));
        Assert.Equal(3, (await silo.Account(apple).View())!.Keys.Length);
        Assert.Equal([borealis, borealis], [silo.Ingest.AccountOf(TestSilo.Tenant, Keys.Name("56088", "Apple, Inc")),
            silo.Ingest.AccountOf(TestSilo.Tenant, Keys.Name("56088", "Apple Inc."))]);
        Assert.Equal(0, await reconciliation.SettleAsync());

        Assert.True(await reconciliation.UnmergeAsync(apple, "test"));
        Assert.Equal(2, (await silo.Account(apple).View())!.Keys.Length);
        Assert.Equal(borealis, Assert.Single((await silo.Account(borealis).View())!.Keys));
        Assert.Equal(MergeOutcome.NotDistinct, await reconciliation.MergeAsync(apple, Keys.Name("56240", "Nobody"), "test"));

        // What was set apart by hand stays apart until another link by hand, and a merge that would do nothing says so.
        await reconciliation.LinkAsync(borealis, borealis, "test");
        Assert.Equal(MergeOutcome.LinkedByHand, await reconciliation.MergeAsync(borealis, apple, "test"));
        await reconciliation.LinkAsync(borealis, apple, "test");
        Assert.Equal(3, (await silo.Account(apple).View())!.Keys.Length);
    }

    [Fact]
    public async Task What_its_source_changed_without_saying_how_is_stale_until_it_says_all_of_it()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Account("1", 0), Deal("a", "1", 0));
        await silo.AppendAsync(
            Crm(EventKind.Opportunity, "a", Keys.Unplaced("crm"), 3, (EventData.StaleField, FieldValue.Of("GAP_UPDATE"))));
        await silo.SettledAsync();
        Assert.True((await silo.Account(Keys.Crm("crm", "1")).View())!.Account.Stale);

        await silo.AppendAsync(Deal("a", "1", 2));
        await silo.SettledAsync();
        Assert.True((await silo.Account(Keys.Crm("crm", "1")).View())!.Account.Stale);

        var whole = Deal("a", "1", 4);
        await silo.AppendAsync(whole with { Data = whole.Data.With(EventData.StaleField, FieldValue.Null) });
        await silo.SettledAsync();
        Assert.False((await silo.Account(Keys.Crm("crm", "1")).View())!.Account.Stale);
    }

    private static async Task<string> PlayAsync(IEnumerable<ChangeEvent> deliveries)
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        foreach (var part in deliveries.Chunk(7))
            await silo.AppendAsync(part);
        var state = await Final.StateAsync(silo);
        Assert.Empty((await silo.VerifyAsync()).Different);
        return state;
    }

    // Names differ, so that which of several keys is an account's root follows from what was said and not from who came first.
    private static IEnumerable<ChangeEvent> Deliveries(Random dice)
    {
        for (var i = 0; i < Names.Length; i++)
            yield return Account($"{i}", i);
        for (var minute = 10; minute < 90; minute++)
        {
            var (account, other, deal) = ($"{dice.Next(Names.Length)}", $"{dice.Next(Names.Length)}", $"{dice.Next(8)}");
            yield return dice.Next(9) switch
            {
                0 => Crm(EventKind.Opportunity, deal, Keys.Unplaced("crm"), minute, ("amount", FieldValue.Of(dice.Next(1000) * 10m)),
                    ("stage", dice.Next(2) == 0 ? FieldValue.Null : FieldValue.Of("Qualify"))),
                1 => Crm(EventKind.Opportunity, deal, Keys.Unassigned("crm"), minute),
                2 => Crm(EventKind.Opportunity, deal, Keys.Unplaced("crm"), minute) with { Data = EventData.Removal },
                3 => Crm(EventKind.Ticket, deal, Keys.Crm("crm", account), minute, ("status", FieldValue.Of("open")),
                    (EventData.StaleField, dice.Next(2) == 0 ? FieldValue.Null : FieldValue.Of("gap"))),
                4 when account != other => AccountMerges.Merged(Keys.Crm("crm", account), Keys.Crm("crm", other), null, "crm", "crm",
                    $"merge{minute}", Events.Start.AddMinutes(minute)),
                5 => AccountMerges.Unmerged(Keys.Crm("crm", account), "crm", "crm", $"unmerge{minute}", Events.Start.AddMinutes(minute)),
                6 => Events.Item($"S{deal}", "", at: minute) with { Account = Keys.Crm("crm", account) },
                7 => Crm(EventKind.Account, Keys.Entity("crm", account), Keys.Crm("crm", account), minute,
                    ("tier", FieldValue.Of(dice.Next(2) == 0 ? "Strategic" : "Growth"))),
                _ => Deal(deal, account, minute),
            };
        }
    }

    private static ChangeEvent Account(string id, int minute) =>
        Crm(EventKind.Account, Keys.Entity("crm", id), Keys.Crm("crm", id), minute,
            ("name", FieldValue.Of(Names[int.Parse(id, System.Globalization.CultureInfo.InvariantCulture)])));

    private static ChangeEvent Deal(string id, string account, int minute) =>
        Crm(EventKind.Opportunity, id, Keys.Crm("crm", account), minute, ("name", FieldValue.Of($"Deal {id}")),
            ("stage", FieldValue.Of("Propose")));

    private static ChangeEvent Crm(EventKind kind, string entity, string account, int minute, params (string, FieldValue)[] fields) =>
        new(account, kind, entity, EventSchema.Version, "crm", $"{kind}:{entity}:{minute}",
            Events.Start.AddMinutes(minute), EventData.Of(fields));
}
