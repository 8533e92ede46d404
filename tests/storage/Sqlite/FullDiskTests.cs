using OneLead.Events;
using OneLead.Storage.Sqlite;
using static OneLead.Storage.Tests.TestEvents;

namespace OneLead.Storage.Tests.Sqlite;

/// <summary>Without disk space the store acknowledges nothing; when there is space again, it continues.</summary>
public sealed class FullDiskTests
{
    private int _next;

    private ChangeEvent[] Call() => [.. Enumerable.Range(0, 50).Select(_ => Item($"{_next++}"))];

    /// <summary>Appends until the store is full.</summary>
    private async Task<List<Appended>> FillAsync(IJournal journal)
    {
        var acknowledged = new List<Appended>();
        for (var calls = 0; calls < 10_000; calls++)
        {
            try { acknowledged.AddRange(await journal.AppendAsync(Call())); }
            catch (JournalUnavailableException) { return acknowledged; }
        }
        throw new InvalidOperationException("The store was never full.");
    }

    private static async Task HasExactlyAsync(IJournal journal, List<Appended> acknowledged)
    {
        Assert.Equal(acknowledged.Select(a => a.Sequence), (await journal.ReadAllAsync()).Sequences());
        Assert.Equal(acknowledged.Count, journal.Head(Tenant));
    }

    [Fact]
    public async Task A_full_journal_refuses_whole_calls_and_continues_when_it_may_grow()
    {
        using var store = new SqliteTestStore(new SqliteStoreOptions { JournalPages = 200 });
        var heard = 0;
        store.Journal.Listen((_, rows) => heard += rows.Length);
        var acknowledged = await FillAsync(store.Journal);

        var refused = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(async _ => await Record.ExceptionAsync(async () => await store.Journal.AppendAsync(Call()))));

        Assert.All(refused, e => Assert.IsType<JournalUnavailableException>(e));
        Assert.Equal(acknowledged.Count, heard);
        await HasExactlyAsync(store.Journal, acknowledged);
        store.Close();
        using var larger = new SqliteTestStore(directory: store.Directory);
        await HasExactlyAsync(larger.Journal, acknowledged);
        _next -= 50;
        acknowledged.AddRange(await larger.Journal.AppendAsync(Call()));
        await HasExactlyAsync(larger.Journal, acknowledged);
    }

    [TmpfsFact]
    public async Task A_full_disk_refuses_appends_and_the_store_continues_when_space_returns()
    {
        using var disk = new Tmpfs("12m");
        var ballast = Path.Combine(disk.Path, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[8 << 20]);
        using var store = new SqliteTestStore(SqliteTestOptions.Hasty, Path.Combine(disk.Path, "data"));

        var acknowledged = await FillAsync(store.Journal);
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await store.Journal.AppendAsync(Call()));
        await HasExactlyAsync(store.Journal, acknowledged);
        File.Delete(ballast);
        for (var calls = 0; calls < 20; calls++)
            acknowledged.AddRange(await store.Journal.AppendAsync(Call()));

        await HasExactlyAsync(store.Journal, acknowledged);
        store.Restart();
        await HasExactlyAsync(store.Journal, acknowledged);
    }
}
