using OneLead.Storage.Sqlite;
using static OneLead.Storage.Tests.TestEvents;

namespace OneLead.Storage.Tests.Sqlite;

public sealed class StoreHealthTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_failed_commit_is_a_problem_until_a_write_succeeds()
    {
        var options = new SqliteStoreOptions { JournalPages = 60 };
        using var store = new SqliteTestStore(options);
        Assert.False(options.Health.IsKnown);
        await store.Journal.AppendAsync(Item("1"));
        Assert.True(options.Health.HasWrittenWithin(Patience));

        for (var calls = 2; options.Health.WriteProblem is null && calls < 1_000; calls++)
        {
            try { await store.Journal.AppendAsync([.. Enumerable.Range(0, 50).Select(i => Item($"{calls}/{i}"))]); }
            catch (JournalUnavailableException) { }
        }

        Assert.Contains("Free disk space", options.Health.WriteProblem, StringComparison.Ordinal);
        // A repeat writes nothing, so it says nothing about the disk.
        await store.Journal.AppendAsync(Item("1"));
        Assert.NotNull(options.Health.WriteProblem);
    }

    [Fact]
    public async Task A_trial_write_changes_nothing_and_outlives_many_more()
    {
        var options = new SqliteStoreOptions { CheckpointPages = 16 };
        using var store = new SqliteTestStore(options);
        await store.Journal.AppendAsync(Item("1"));
        for (var i = 0; i < 200; i++)
            await store.TryWriteAsync(Patience);
        Assert.Null(options.Health.WriteProblem);
        Assert.True(new FileInfo(Path.Combine(store.Directory, "journal.db-wal")).Length < 200 << 10);
        store.Restart();
        Assert.Equal([1L], (await store.Journal.ReadAllAsync()).Sequences());
    }
}
