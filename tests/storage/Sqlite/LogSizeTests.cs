using System.Globalization;
using OneLead.Storage.Sqlite;
using static OneLead.Storage.Tests.TestEvents;

namespace OneLead.Storage.Tests.Sqlite;

public sealed class LogSizeTests
{
    private const int Pages = 64, Rows = 2_000;

    [Fact]
    public async Task What_killed_processes_left_in_the_log_counts_when_it_is_emptied()
    {
        using var killed = new SqliteTestStore(new SqliteStoreOptions { CheckpointPages = 1_000_000 });
        foreach (var batch in Enumerable.Range(0, Rows).Chunk(100))
            await killed.Journal.AppendAsync([.. batch.Select(n => Item(n.ToString(CultureInfo.InvariantCulture)))]);
        // As kill -9 leaves it: the last one to close it has not emptied it.
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
