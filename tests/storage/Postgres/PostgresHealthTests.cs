using Npgsql;
using static OneLead.Storage.Tests.TestEvents;

namespace OneLead.Storage.Tests.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class PostgresHealthTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [PostgresTheory]
    [InlineData("journal")]
    [InlineData("delivered")]
    [InlineData("tenant")]
    [InlineData("probe")]
    public async Task A_trial_write_fails_while_a_table_of_commits_cannot_be_written(string table)
    {
        using var store = new PostgresTestStore();
        await store.Journal.AppendAsync(Item("1"));
        await store.TryWriteAsync(Patience);
        Assert.Null(store.Options.Health.WriteProblem);

        await ExecuteAsync($"ALTER TABLE {store.Options.Schema}.{table} RENAME TO elsewhere");
        await store.TryWriteAsync(Patience);
        Assert.NotNull(store.Options.Health.WriteProblem);

        await ExecuteAsync($"ALTER TABLE {store.Options.Schema}.elsewhere RENAME TO {table}");
        await store.TryWriteAsync(Patience);
        Assert.Null(store.Options.Health.WriteProblem);
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(SharedPostgres.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
