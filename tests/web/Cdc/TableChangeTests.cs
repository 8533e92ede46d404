using OneLead.Events;
using OneLead.Views;

namespace OneLead.Web.Tests.Cdc;

/// <summary>Tables and publications change without any row change: it is noticed, and the tables are copied or somebody is told.</summary>
public sealed class TableChangeTests(CdcFixture fixture) : IClassFixture<CdcFixture>
{
    private const string TwoDeals = "INSERT INTO deals VALUES (1, 1, 'Kilns', 'Open', '1000', NULL), (2, 1, 'Glaze', 'Open', '20', NULL);";

    private const string Partitioned = """
        CREATE TABLE tickets (id int, account_id int, subject text, year int, PRIMARY KEY (id, year)) PARTITION BY LIST (year);
        CREATE TABLE tickets_1 PARTITION OF tickets FOR VALUES IN (1); CREATE TABLE tickets_2 PARTITION OF tickets FOR VALUES IN (2);
        INSERT INTO tickets VALUES (1, 1, 'It leaks', 1), (2, 1, 'It hums', 2);
        ALTER PUBLICATION onelead SET (publish_via_partition_root = true); ALTER PUBLICATION onelead ADD TABLE tickets;
        """;

    [PostgresFact]
    public async Task A_type_that_rewrites_values_has_the_table_copied()
    {
        var crm = await FollowedDatabase.StartAsync(fixture, "rewritten", TwoDeals);
        await crm.ExecuteAsync("ALTER TABLE deals ALTER amount TYPE text USING (amount::int * 2)::text");
        await CopiedAsync(crm, 2);
        Assert.Equal([2000m, 40m], (await crm.DealsAsync(1)).OrderBy(d => d.Key).Select(d => d.Value.GetProperty("amount").GetDecimal()));
        Assert.Equal(1, crm.Counted("onelead.cdc.copies", "reason=table_changed"));
    }

    [PostgresFact]
    public async Task A_table_that_replaces_another_is_copied()
    {
        var crm = await FollowedDatabase.StartAsync(fixture, "replaced", TwoDeals);
        await crm.ExecuteAsync(
            """
            BEGIN; CREATE TABLE deals_new (LIKE deals INCLUDING ALL);
            INSERT INTO deals_new SELECT id, account_id, name, 'Closed Won', amount FROM deals WHERE id = 1;
            DROP TABLE deals; ALTER TABLE deals_new RENAME TO deals; ALTER PUBLICATION onelead ADD TABLE deals; COMMIT
            """);
        await CopiedAsync(crm, 2);
        var deals = await crm.DealsAsync(1);
        Assert.Equal("Closed Won", Assert.Single(deals).Value.GetProperty("stage").GetString());
    }

    [PostgresFact]
    public async Task A_renamed_column_that_the_mapping_reads_blocks_until_it_is_back()
    {
        var crm = await FollowedDatabase.StartAsync(fixture, "renamed", TwoDeals);
        await crm.ExecuteAsync("ALTER TABLE deals RENAME stage TO phase", "UPDATE deals SET phase = 'Closed Won' WHERE id = 1");
        await ServerFixture.UntilAsync(() => Task.FromResult(crm.Status is { State: CdcState.Blocked }));
        Assert.StartsWith("The column 'stage' of public.deals is gone", crm.Status!.Message, StringComparison.Ordinal);
        Assert.Equal("Open", (await crm.DealsAsync(1))["1"].GetProperty("stage").GetString());
        await crm.ExecuteAsync("ALTER TABLE deals RENAME phase TO stage");
        await CopiedAsync(crm, 2);
        Assert.Equal("Closed Won", (await crm.DealsAsync(1))["1"].GetProperty("stage").GetString());
    }

    [PostgresTheory]
    [InlineData("truncated_part", "TRUNCATE tickets_1")]
    [InlineData("dropped_part", "DROP TABLE tickets_1")]
    [InlineData("detached_part", "ALTER TABLE tickets DETACH PARTITION tickets_1")]
    public async Task A_partition_that_goes_takes_its_rows_along(string name, string change)
    {
        var crm = await FollowedDatabase.StartAsync(fixture, name, Partitioned);
        var before = (await crm.EventsAsync()).Count;
        await crm.ExecuteAsync(change);
        await CopiedAsync(crm, 2);
        Assert.Equal([($"{name}:1", true)], (await crm.EventsAsync(before)).Select(e => (e.Entity, e.Data.IsRemoval)));
    }

    [PostgresFact]
    public async Task A_publication_without_deletes_says_so_and_is_caught_up_with_later()
    {
        var crm = await FollowedDatabase.StartAsync(fixture, "undeleted", TwoDeals);
        await crm.ExecuteAsync("ALTER PUBLICATION onelead SET (publish = 'insert, update')");
        await ServerFixture.UntilAsync(() => Task.FromResult(crm.Status is { State: CdcState.Streaming, Message.Length: > 0 }));
        Assert.Contains("ALTER PUBLICATION onelead SET (publish = 'insert, update, delete, truncate')", crm.Status!.Message,
            StringComparison.Ordinal);
        await crm.ExecuteAsync("DELETE FROM deals WHERE id = 2",
            "ALTER PUBLICATION onelead SET (publish = 'insert, update, delete, truncate')");
        await CopiedAsync(crm, 2);
        Assert.Equal(["1"], (await crm.DealsAsync(1)).Keys);
        Assert.Null(crm.Status!.Message);
    }

    [PostgresFact]
    public async Task A_table_that_left_the_publication_is_said()
    {
        var crm = await FollowedDatabase.StartAsync(fixture, "unpublished", TwoDeals);
        await crm.ExecuteAsync("ALTER PUBLICATION onelead DROP TABLE deals");
        await ServerFixture.UntilAsync(() => Task.FromResult(crm.Status is { State: CdcState.Streaming, Message.Length: > 0 }));
        Assert.Contains("ALTER PUBLICATION onelead ADD TABLE public.deals", crm.Status!.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_date_BC_is_missing()
    {
        var crm = await FollowedDatabase.StartAsync(
            fixture, "ancient", TwoDeals
                + "ALTER TABLE deals ADD expected_close_date date; UPDATE deals SET expected_close_date = '0044-03-15 BC' WHERE id = 1");
        Assert.Empty(await crm.LettersAsync());
        Assert.True((await crm.EventsAsync()).Single(e => e.Entity == "ancient:1" && e.Kind == EventKind.Opportunity).Data["closeDate"]
            .IsNull);
    }

    private static Task CopiedAsync(FollowedDatabase crm, int copy) =>
        ServerFixture.UntilAsync(() => Task.FromResult(crm.Status is { State: CdcState.Streaming } now && now.Copy == copy));
}
