using OneLead.Views;
using System.Globalization;
using System.Net;
using System.Text.Json;
using OneLead.Events;

namespace OneLead.Web.Tests.Cdc;

/// <summary>A real PostgreSQL is followed: what its tables hold and what happens to them is journaled, once.</summary>
public sealed class CdcTests(CdcFixture fixture, ITestOutputHelper output) : IClassFixture<CdcFixture>
{
    private const string TwoDeals =
        "INSERT INTO deals VALUES (1, 1, 'Kilns', 'Open', '1000.50', NULL), (2, 1, 'Glaze', 'Open', '20', NULL);";

    [PostgresFact]
    public async Task Rows_are_copied_and_every_change_of_them_is_one_event()
    {
        var crm = await FollowedDatabase.StartAsync(fixture, "changes", TwoDeals);
        Assert.Equal(["account changes:1", "account changes:2", "opportunity changes:1", "opportunity changes:2"],
            (await crm.EventsAsync()).Select(Named).Order());

        await crm.ExecuteAsync(
            "INSERT INTO deals VALUES (3, 2, 'Drill', 'Open', '7', 'deep')",
            "UPDATE deals SET stage = 'Closed Won' WHERE id = 1",
            "DELETE FROM deals WHERE id = 2",
            "UPDATE deals SET id = 30, account_id = 1 WHERE id = 3");
        await crm.SettledAsync();
        Assert.Equal(["opportunity changes:3", "opportunity changes:1", "opportunity changes:2 gone", "opportunity changes:3 gone",
            "opportunity changes:30"], (await crm.EventsAsync(after: 4)).Select(Named));
        var deals = await crm.DealsAsync(1);
        Assert.Equal(["1", "30"], deals.Keys.Order());
        Assert.Equal(("Closed Won", 1000.50m, "Drill", "deep"), (
            deals["1"].GetProperty("stage").GetString(), deals["1"].GetProperty("amount").GetDecimal(),
            deals["30"].GetProperty("name").GetString(), deals["30"].GetProperty("deals.notes").GetString()));
        Assert.Empty(await crm.DealsAsync(2));
    }

    [PostgresFact]
    public async Task A_large_value_that_an_update_did_not_touch_stays_and_one_that_it_cleared_goes()
    {
        const string Long = "(SELECT string_agg(md5(i::text), '') FROM generate_series(1, 120) i)";
        var crm = await FollowedDatabase.StartAsync(fixture, "toast",
            $"ALTER TABLE deals ALTER notes SET STORAGE EXTERNAL; INSERT INTO deals VALUES (1, 1, 'Kilns', 'Open', '1000', {Long}), (2, 1, "
            + $"'Glaze', 'Open', '20', {Long})");
        var before = (await crm.DealsAsync(1))["1"].GetProperty("deals.notes").GetString();
        Assert.Equal(3_840, before!.Length);
        await crm.ExecuteAsync("UPDATE deals SET amount = '2000' WHERE id = 1", "UPDATE deals SET notes = NULL WHERE id = 2");
        await crm.SettledAsync();
        var (first, second) = ((await crm.EventsAsync())[^2].Data, (await crm.EventsAsync())[^1].Data);
        Assert.Equal((false, true), (first.TryGet("deals.notes", out _), second.TryGet("deals.notes", out _)));
        var deals = await crm.DealsAsync(1);
        Assert.Equal((2000, before), (deals["1"].GetProperty("amount").GetInt32(), deals["1"].GetProperty("deals.notes").GetString()));
        Assert.False(deals["2"].TryGetProperty("deals.notes", out var cleared) && cleared.ValueKind != JsonValueKind.Null);

        // With the whole old row in the log nothing is left out.
        await crm.ExecuteAsync("ALTER TABLE deals REPLICA IDENTITY FULL", "UPDATE deals SET amount = '3000' WHERE id = 1",
            "DELETE FROM deals WHERE id = 2");
        await crm.SettledAsync();
        Assert.Equal((before, "opportunity toast:1", "opportunity toast:2 gone"), ((await crm.EventsAsync())[^2].Data["deals.notes"].Text,
            Named((await crm.EventsAsync())[^2]), Named((await crm.EventsAsync())[^1])));
    }

    [PostgresFact]
    public async Task What_a_truncated_table_had_is_gone_and_what_it_was_given_anew_is_journaled_where_it_differs()
    {
        var crm = await FollowedDatabase.StartAsync(fixture, "truncated",
            "INSERT INTO deals SELECT i, 1, 'Deal ' || i, 'Open', i, NULL FROM generate_series(1, 500) i");
        var before = (await crm.EventsAsync()).Count;
        await crm.ExecuteAsync(
            "BEGIN; TRUNCATE deals; INSERT INTO deals SELECT i, 1, 'Deal ' || i, CASE i WHEN 7 THEN 'Closed Lost' ELSE 'Open' END, i, NULL "
            + "FROM generate_series(1, 499) i; COMMIT");
        await ServerFixture.UntilAsync(() => Task.FromResult(crm.Status is { Copy: 2, State: CdcState.Streaming }));
        Assert.Equal(["opportunity truncated:7", "opportunity truncated:500 gone"], (await crm.EventsAsync(before)).Select(Named));
        await crm.ExecuteAsync("TRUNCATE accounts, deals");
        await ServerFixture.UntilAsync(() => Task.FromResult(crm.Status is { Copy: >= 3, State: CdcState.Streaming }));
        await crm.SettledAsync();
        var gone = await crm.EventsAsync(before + 2);
        Assert.Equal(499 + 2, gone.Count);
        Assert.All(gone, e => Assert.True(e.Data.IsRemoval));
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.Server.Http.GetAsync("/api/v1/accounts/crm:truncated:1")).StatusCode);
        // A connection that is renewed in between finds that the tables' files have changed before it reads of the truncation.
        Assert.InRange(crm.Counted("onelead.cdc.copies", "reason=truncated") + crm.Counted("onelead.cdc.copies", "reason=table_changed"),
            2, 3);
    }

    [PostgresFact]
    public async Task A_transaction_of_many_rows_is_journaled_whole()
    {
        var crm = await FollowedDatabase.StartAsync(fixture, "many");
        await crm.ExecuteAsync("INSERT INTO deals SELECT i, 1 + i % 2, 'Deal ' || i, 'Open', i, NULL FROM generate_series(1, 20000) i");
        await crm.SettledAsync();
        var events = await crm.EventsAsync(after: 2);
        Assert.Equal((20_000, 20_000, 1),
            (events.Count, events.Select(e => e.Entity).Distinct().Count(), events.Select(e => e.OccurredAt).Distinct().Count()));
        // A transaction that is undone never was.
        await crm.ExecuteAsync("BEGIN; DELETE FROM deals; ROLLBACK");
        await crm.SettledAsync();
        Assert.Equal(20_002, (await crm.EventsAsync()).Count);
        output.WriteLine("Change data capture: one transaction of 20000 rows, 20000 events.");
    }

    [PostgresFact]
    public async Task An_added_column_comes_with_the_next_change_of_a_row()
    {
        var crm = await FollowedDatabase.StartAsync(fixture, "columns", TwoDeals);
        await crm.ExecuteAsync("ALTER TABLE deals ADD currency text DEFAULT 'EUR', ADD forecast boolean",
            "UPDATE deals SET forecast = true WHERE id = 1",
            "ALTER TABLE deals DROP notes, ALTER amount TYPE numeric USING amount::numeric",
            "UPDATE deals SET amount = 21.75 WHERE id = 2");
        await crm.SettledAsync();
        var deals = await crm.DealsAsync(1);
        Assert.Equal(("EUR", true, 21.75m, "EUR"), (
            deals["1"].GetProperty("currency").GetString(), deals["1"].GetProperty("deals.forecast").GetBoolean(),
            deals["2"].GetProperty("amount").GetDecimal(), deals["2"].GetProperty("currency").GetString()));
    }

    [PostgresFact]
    public async Task A_table_that_is_added_to_the_publication_is_copied_and_the_others_add_nothing()
    {
        var crm = await FollowedDatabase.StartAsync(fixture, "added", TwoDeals
            + "CREATE TABLE tickets (id int PRIMARY KEY, account_id int, subject text); INSERT INTO tickets VALUES (1, 1, 'It leaks')");
        var before = (await crm.EventsAsync()).Count;
        await crm.ExecuteAsync("ALTER PUBLICATION onelead ADD TABLE tickets", "INSERT INTO tickets VALUES (2, 2, 'It hums')");
        await ServerFixture.UntilAsync(() => Task.FromResult(crm.Status is { Copy: 2, State: CdcState.Streaming }));
        Assert.Equal(["ticket added:1", "ticket added:2"], (await crm.EventsAsync(before)).Select(Named));
        Assert.Equal(4, crm.Counted("onelead.cdc.rows", "outcome=unchanged"));
    }

    [PostgresFact]
    public async Task Rows_that_cannot_be_mapped_become_dead_letters_and_keep_no_other_back()
    {
        var crm = await FollowedDatabase.StartAsync(fixture, "letters",
            TwoDeals + "INSERT INTO deals VALUES (3, 1, 'Copied', 'Open', 'a lot', NULL)");
        await crm.ExecuteAsync("INSERT INTO deals VALUES (4, 1, 'Changed', 'Open', 'some', NULL), (5, 1, 'Fine', 'Open', '5', NULL)",
            "UPDATE deals SET amount = '4' WHERE id = 4");
        await crm.SettledAsync();
        var letters = await crm.LettersAsync();
        Assert.Equal(2, letters.Length);
        Assert.All(letters, l => Assert.Contains("amount", l.GetProperty("reason").GetString(), StringComparison.Ordinal));
        Assert.Equal(["1", "2", "4", "5"], (await crm.DealsAsync(1)).Keys.Order());
        Assert.Equal(2, crm.Counted("onelead.cdc.rows", "outcome=dead_letter"));

        // The older row, corrected, changes nothing that came after it.
        foreach (var letter in letters)
            await CorrectAsync(letter.GetProperty("id").GetInt64());
        var deals = await crm.DealsAsync(1);
        Assert.Equal((99, 4), (deals["3"].GetProperty("amount").GetInt32(), deals["4"].GetProperty("amount").GetInt32()));
    }

    [PostgresFact]
    public async Task The_database_is_restarted_and_killed_and_nothing_is_lost_or_doubled()
    {
        var crm = await FollowedDatabase.StartAsync(fixture, "restarted");
        for (var i = 1; i <= 3; i++)
        {
            await crm.ExecuteAsync(string.Create(CultureInfo.InvariantCulture,
                $"INSERT INTO deals SELECT {i} * 1000 + n, 1, 'Deal', 'Open', n, NULL FROM generate_series(1, 300) n"));
            if (i == 2)
                await fixture.Postgres.KillAsync();
            else
                await fixture.Postgres.StopAsync();
            await fixture.Postgres.StartAsync();
            await crm.ExecuteAsync(
                string.Create(CultureInfo.InvariantCulture, $"UPDATE deals SET stage = 'Closed Won' WHERE id > {i} * 1000"));
        }
        await crm.SettledAsync();
        Assert.Equal((2 + (3 * 600), 1), ((await crm.EventsAsync()).Count, crm.Status!.Copy));
        Assert.All((await crm.DealsAsync(1)).Values, d => Assert.Equal("Closed Won", d.GetProperty("stage").GetString()));
        output.WriteLine("Change data capture: the database restarted twice and killed once, 1800 changed rows, 1800 events.");
    }

    [PostgresFact]
    public async Task After_a_slot_was_dropped_behind_our_back_only_what_differs_is_journaled()
    {
        var crm = await FollowedDatabase.StartAsync(fixture, "lost",
            "INSERT INTO deals SELECT i, 1, 'Deal ' || i, 'Open', i, NULL FROM generate_series(1, 2000) i; INSERT INTO deal_stage_history "
            + "VALUES (1, 1, 'Lead', '2025-01-01'), (2, 1, 'Open', '2025-02-01')");
        await crm.ExecuteAsync("UPDATE deals SET stage = 'Negotiation' WHERE id <= 100", "DELETE FROM deals WHERE id = 2000",
            "INSERT INTO deals VALUES (2000, 1, 'Again', 'Open', '1', NULL)");
        await crm.SettledAsync();
        var before = (await crm.EventsAsync()).Count;
        Assert.Equal(2 + 2_000 + 2 + 102, before);
        await crm.UnfollowAsync();
        await crm.ExecuteAsync($"SELECT pg_drop_replication_slot('{crm.Source.Slot}')",
            "UPDATE deals SET stage = 'Closed Won' WHERE id = 5", "DELETE FROM deals WHERE id = 6",
            "INSERT INTO deals VALUES (3000, 2, 'New', 'Open', '1', NULL)", "UPDATE accounts SET industry = 'Pottery' WHERE id = 1");
        crm.Follow();
        await ServerFixture.UntilAsync(() => Task.FromResult(crm.Status is { Copy: 2, State: CdcState.Streaming }));
        Assert.Equal(["account lost:1", "opportunity lost:3000", "opportunity lost:5", "opportunity lost:6 gone"],
            (await crm.EventsAsync(before)).Select(Named).Order());
        Assert.Equal(1, crm.Counted("onelead.cdc.copies", "reason=slot_gone"));

        // The same, and nothing differs.
        await crm.UnfollowAsync();
        await crm.ExecuteAsync($"SELECT pg_drop_replication_slot('{crm.Source.Slot}')");
        crm.Follow();
        await ServerFixture.UntilAsync(() => Task.FromResult(crm.Status is { Copy: 3, State: CdcState.Streaming }));
        await crm.ExecuteAsync("UPDATE deals SET stage = 'Closed Lost' WHERE id = 7");
        await crm.SettledAsync();
        Assert.Equal(["opportunity lost:7"], (await crm.EventsAsync(before + 4)).Select(Named));
        output.WriteLine(
            "Change data capture: a slot dropped behind our back, 2004 rows copied anew, 4 differed and 4 "
            + "events were added; dropped again, none.");
    }

    [PostgresFact]
    public async Task A_slot_that_the_server_gave_up_or_that_somebody_moved_has_the_rows_copied()
    {
        var crm = await FollowedDatabase.StartAsync(fixture, "moved", TwoDeals);
        await crm.UnfollowAsync();
        await crm.ExecuteAsync("UPDATE deals SET stage = 'Closed Won' WHERE id = 1",
            $"SELECT pg_replication_slot_advance('{crm.Source.Slot}', pg_current_wal_lsn())");
        crm.Follow();
        await ServerFixture.UntilAsync(() => Task.FromResult(crm.Status is { Copy: 2, State: CdcState.Streaming }));
        Assert.Equal(["opportunity moved:1"], (await crm.EventsAsync(after: 4)).Select(Named));

        await crm.UnfollowAsync();
        await crm.ExecuteAsync("UPDATE deals SET stage = 'Closed Lost' WHERE id = 2", "CREATE TABLE filler (t text)");
        for (var i = 0; i < 8; i++)
            await crm.ExecuteAsync("INSERT INTO filler SELECT repeat(md5(i::text), 30) FROM generate_series(1, 10000) i",
                "SELECT pg_switch_wal()", "CHECKPOINT");
        Assert.Equal("lost",
            await crm.AskAsync<string>($"SELECT wal_status FROM pg_replication_slots WHERE slot_name = '{crm.Source.Slot}'"));
        crm.Follow();
        await ServerFixture.UntilAsync(() => Task.FromResult(crm.Status is { Copy: 3, State: CdcState.Streaming }));
        Assert.Equal(["opportunity moved:2"], (await crm.EventsAsync(after: 5)).Select(Named));
        Assert.Equal((1, 1),
            (crm.Counted("onelead.cdc.copies", "reason=rows_missed"), crm.Counted("onelead.cdc.copies", "reason=slot_lost")));
    }

    [PostgresFact]
    public async Task What_somebody_must_do_is_said_and_the_source_goes_on_once_it_is_done()
    {
        var crm = await FollowedDatabase.StartAsync(fixture, "blocked");
        await crm.UnfollowAsync();
        await crm.ExecuteAsync("ALTER PUBLICATION onelead RENAME TO other");
        crm.Follow();
        await ServerFixture.UntilAsync(() => Task.FromResult(crm.Status is { State: CdcState.Blocked }));
        Assert.Contains("CREATE PUBLICATION onelead", crm.Status!.Message, StringComparison.Ordinal);
        await crm.ExecuteAsync("ALTER PUBLICATION other RENAME TO onelead", "INSERT INTO deals VALUES (1, 1, 'Kilns', 'Open', '1', NULL)");
        await crm.SettledAsync();
        Assert.Equal((3, 1), ((await crm.EventsAsync()).Count, crm.Status!.Copy));
    }

    [PostgresFact]
    public async Task Sources_and_metrics_say_how_it_goes_and_show_no_connection()
    {
        var crm = await FollowedDatabase.StartAsync(fixture, "shown", TwoDeals);
        // What others write is not ours to wait for: it is no lag, and the slot keeps none of it.
        await crm.ExecuteAsync("CREATE TABLE elsewhere AS SELECT i, md5(i::text) FROM generate_series(1, 20000) i",
            "INSERT INTO deals VALUES (9, 1, 'Last', 'Open', '1', NULL)");
        await crm.SettledAsync();
        var text = (await fixture.Server.GetAsync("/api/v1/sources")).GetProperty("items")[0].GetRawText();
        Assert.DoesNotContain("postgres;", text, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", text, StringComparison.Ordinal);
        var source = JsonElement.Parse(text);
        var cdc = source.GetProperty("cdc");
        Assert.Equal(("shown", "postgres", "crm-warehouse", "streaming", 1, 4), (
            source.GetProperty("name").GetString(), source.GetProperty("format").GetString(), source.GetProperty("mapping").GetString(),
            cdc.GetProperty("state").GetString(), cdc.GetProperty("copy").GetInt32(), cdc.GetProperty("copied").GetInt32()));
        await ServerFixture.UntilAsync(() => Task.FromResult(fixture.Measured("onelead.cdc.lag", "shown") is [.., 0]));
        Assert.Equal(5, crm.Counted("onelead.cdc.rows", "outcome=accepted"));
        Assert.NotEmpty(fixture.Measured("onelead.cdc.delay", "shown"));
        Assert.True(await crm.AskAsync<bool>(
            $"SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn) < 100000 FROM pg_replication_slots WHERE "
            + $"slot_name = '{crm.Source.Slot}'"));
    }

    private static string Named(ChangeEvent change) => $"{Wire.Name(change.Kind)} {change.Entity}{(change.Data.IsRemoval ? " gone" : "")}";

    private async Task CorrectAsync(long id)
    {
        var address = $"/api/v1/dead-letters/{id.ToString(CultureInfo.InvariantCulture)}";
        using var seen = await fixture.Server.Http.GetAsync(address);
        var content = System.Text.Json.Nodes.JsonNode.Parse(await seen.Content.ReadAsStringAsync())!["content"]!;
        content["fields"]!["amount"] = "99";
        using var change = new HttpRequestMessage(HttpMethod.Put, address)
        {
            Content = new StringContent(content.ToJsonString(), System.Text.Encoding.UTF8, "application/json"),
        };
        change.Headers.IfMatch.Add(seen.Headers.ETag!);
        (await fixture.Server.Http.SendAsync(change)).EnsureSuccessStatusCode();
        (await fixture.Server.PostAsync($"{address}/replay", "", ("If-Match", "*"))).EnsureSuccessStatusCode();
    }
}
