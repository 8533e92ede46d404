using System.Diagnostics;
using System.Runtime.CompilerServices;
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

    /// <summary>A test that needs to mount a small disk, for which it must run as root.</summary>
    private sealed class TmpfsFactAttribute : FactAttribute
    {
        public TmpfsFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line)
        {
            try { new Tmpfs("1m").Dispose(); }
            catch (InvalidOperationException e) { Skip = $"A small disk cannot be mounted here: {e.Message}"; }
        }
    }

    private sealed class Tmpfs : IDisposable
    {
        public Tmpfs(string size)
        {
            Directory.CreateDirectory(Path);
            Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", Path);
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("onelead-disk-").FullName;

        public void Dispose()
        {
            Run("umount", Path);
            Directory.Delete(Path);
        }

        private static void Run(string program, params string[] arguments)
        {
            if (!OperatingSystem.IsLinux())
                throw new InvalidOperationException("tmpfs is Linux's.");
            var start = new ProcessStartInfo(program) { RedirectStandardError = true };
            foreach (var argument in arguments)
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
                throw new InvalidOperationException(error.Trim());
        }
    }
}
