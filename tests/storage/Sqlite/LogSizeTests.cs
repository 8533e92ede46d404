using System.Globalization;
using OneLead.Storage.Sqlite;
using static OneLead.Storage.Tests.TestEvents;

namespace OneLead.Storage.Tests.Sqlite;

public sealed class LogSizeTests
{
    private const int Pages = 64, Rows = 2_000;

    [Fact]
    public async Task The_log_of_killed_processes_counts_towards_the_checkpoint_limit()
    {
        using var killed = new SqliteTestStore(new SqliteStoreOptions { CheckpointPages = 1_000_000 });
        foreach (var batch in Enumerable.Range(0, Rows).Chunk(100))
            await killed.Journal.AppendAsync([.. batch.Select(n => Item(n.ToString(CultureInfo.InvariantCulture)))]);
        // Simulates kill -9: the write-ahead log was not checkpointed on close.
        using var store = new SqliteTestStore(new SqliteStoreOptions { CheckpointPages = Pages }, Copy(killed.Directory));
        var file = new FileInfo(Path.Combine(store.Directory, "journal.db"));
        Assert.True(file.Length < Pages * 4_096L, $"{file.Length} bytes are in the file already");

        await store.Journal.AppendAsync(Item("one more"));

        for (var wait = 0; wait < 1_000 && file.Length < Pages * 4_096L; wait++, file.Refresh())
            await Task.Delay(10);
        Assert.True(file.Length >= Pages * 4_096L, $"{file.Length} bytes are in the file");
        Assert.Equal(Rows + 1, (await store.Journal.ReadAllAsync()).Count);
    }

    private static string Copy(string directory)
    {
        var copy = Directory.CreateDirectory(directory + "-copy").FullName;
        foreach (var file in Directory.GetFiles(directory, "*.db*").Where(f => !f.EndsWith("-shm", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }
}
