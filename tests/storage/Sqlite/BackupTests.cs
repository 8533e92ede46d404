using OneLead.Storage.Sqlite;

namespace OneLead.Storage.Tests.Sqlite;

public sealed class BackupTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onelead-backup-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_backup_under_load_has_every_row_acknowledged_before_it_without_gaps()
    {
        using var store = new SqliteTestStore();
        await store.Journal.AppendAsync([.. Enumerable.Range(0, 2_000).Select(i => TestEvents.Item($"before-{i}", $"hpe:S{i}"))]);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
                await store.Journal.AppendAsync(TestEvents.Item($"meanwhile-{i}", $"hpe:S{i}"));
        });

        var made = StoreBackup.Create(store.Directory, Path("backup"));
        await stop.CancelAsync();
        await writing;
        var restored = StoreBackup.Restore(Path("backup"), Path("data"));

        Assert.Equal(made.Rows, restored.Rows);
        Assert.True(made.Rows >= 2_000);
        using var copy = new SqliteTestStore(directory: Path("data"));
        var (all, kept) = (await store.Journal.ReadAllAsync(), await copy.Journal.ReadAllAsync());
        Assert.Equal(made.Rows, kept.Count);
        Assert.Equal(
            all.Take(kept.Count).Select(e => (e.Sequence, e.Event.SourceId, e.Event.Data)),
            kept.Select(e => (e.Sequence, e.Event.SourceId, e.Event.Data)));
        // Repeats are still recognised, and new events continue the sequence.
        var next = await copy.Journal.AppendAsync(TestEvents.Item("before-7", "hpe:S7"), TestEvents.Item("after", "hpe:S7"));
        Assert.Equal([false, true], next.Select(a => a.IsNew));
        Assert.Equal(kept.Count + 1, next[1].Sequence);
    }

    [Fact]
    public async Task Stores_and_backups_are_never_overwritten()
    {
        using var store = new SqliteTestStore();
        await store.Journal.AppendAsync(TestEvents.Item("1"));
        StoreBackup.Create(store.Directory, Path("backup"));

        Assert.Contains(
            "exists already", Assert.Throws<BackupException>(() => StoreBackup.Create(store.Directory, Path("backup"))).Message,
            StringComparison.Ordinal);
        Assert.Throws<StoreOwnedException>(() => StoreBackup.Restore(Path("backup"), store.Directory));
        StoreBackup.Restore(Path("backup"), Path("data"));
        Assert.Contains(
            "has a store", Assert.Throws<BackupException>(() => StoreBackup.Restore(Path("backup"), Path("data"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "no store", Assert.Throws<BackupException>(() => StoreBackup.Create(Path("nothing"), Path("other"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_backup_is_refused_and_creates_no_store()
    {
        using var store = new SqliteTestStore();
        await store.Journal.AppendAsync([.. Enumerable.Range(0, 500).Select(i => TestEvents.Item($"{i}", $"hpe:S{i}"))]);
        StoreBackup.Create(store.Directory, Path("backup"));
        var journal = System.IO.Path.Combine(Path("backup"), "journal.db");
        var bytes = await File.ReadAllBytesAsync(journal);
        var at = bytes.AsSpan().LastIndexOf("DL380"u8);
        bytes[at] = (byte)'X';
        await File.WriteAllBytesAsync(journal, bytes);

        Assert.Throws<BackupException>(() => StoreBackup.Restore(Path("backup"), Path("data")));

        Assert.False(File.Exists(System.IO.Path.Combine(Path("data"), "journal.db")));
    }

    private string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);
}
