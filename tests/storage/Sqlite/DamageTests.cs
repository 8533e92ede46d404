using OneLead.Events;
using OneLead.Storage.Sqlite;
using static OneLead.Storage.Tests.TestEvents;

namespace OneLead.Storage.Tests.Sqlite;

/// <summary>Truncated, overwritten, lost or mixed-up files must lead to a valid prefix or a clear refusal, never to other rows.</summary>
[Trait(Category.Name, Category.Slow)]
public sealed class DamageTests
{
    private const int Rows = 3_000;
    private static readonly SqliteStoreOptions Options = new()
    {
        IndexRows = 400, CheckpointPages = 16, IndexPartBits = 9, IndexCheckPause = TimeSpan.Zero,
    };

    private readonly Random _random = new(7);

    private static ChangeEvent Event(int i) => Item($"{i}", $"hpe:S{i % 40}", $"name:{i % 9}", i % 60);

    private static async Task FillAsync(IJournal journal, int from = 0, int count = Rows)
    {
        foreach (var call in Enumerable.Range(from, count).Chunk(30))
            await journal.AppendAsync([.. call.Select(Event)]);
    }

    /// <summary>Copies the files of an open store, as a power cut would leave them.</summary>
    private static SqliteTestStore CopyOf(SqliteTestStore store, Action<string> damage)
    {
        var copy = new SqliteTestStore(Options);
        copy.Close();
        foreach (var file in Directory.GetFiles(copy.Directory))
            File.Delete(file);
        foreach (
            var file in Directory.GetFiles(store.Directory).Where(
                f => !Path.GetFileName(f).StartsWith("owner", StringComparison.Ordinal) && !f.EndsWith("-shm", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(copy.Directory, Path.GetFileName(file)));
        damage(copy.Directory);
        return copy;
    }

    private static void Overwrite(string path, Random random, int places, long from = 0)
    {
        using var file = File.Open(path, FileMode.Open);
        for (var i = 0; i < places; i++)
        {
            file.Position = random.NextInt64(from, file.Length);
            var old = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(old ^ random.Next(1, 256)));
        }
    }

    [Fact]
    public async Task A_truncated_or_overwritten_write_ahead_log_leaves_a_valid_prefix()
    {
        using var store = new SqliteTestStore(new SqliteStoreOptions { IndexRows = 400 });
        await FillAsync(store.Journal);
        var expected = await store.Journal.ReadAllAsync();
        var prefixes = new HashSet<int>();
        for (var trial = 0; trial < 24; trial++)
        {
            using var copy = CopyOf(store, directory =>
            {
                var wal = Path.Combine(directory, "journal.db-wal");
                using (var file = File.Open(wal, FileMode.Open))
                {
                    if (trial % 2 == 0)
                        file.SetLength(_random.NextInt64(40_000, file.Length));
                }
                if (trial % 2 == 1)
                    Overwrite(wal, _random, 1, 40_000);
            });
            copy.Open();

            var rows = await copy.Journal.ReadAllAsync();
            prefixes.Add(rows.Count);
            Assert.Equal(expected.Take(rows.Count), rows);
            Assert.Equal(0, rows.Count % 30);
            // The index contains rows that are lost; they count as new again.
            Assert.Equal(
                [new Appended(1, false), new Appended(rows.Count + 1, true)], await copy.Journal.AppendAsync(Event(0), Event(rows.Count)));
            Assert.Equal(
                rows.Where(r => r.Home == "name:3" || r.Former == "name:3" || r.Event.Account == "name:3"),
                await copy.Journal.ReadAccountAsync(Tenant, ["name:3"], 0, rows.Count));
        }
        Assert.True(prefixes.Count > 10);
    }

    [Fact]
    public async Task A_journal_file_with_overwritten_bytes_is_refused_or_answers_correctly()
    {
        using var store = new SqliteTestStore(Options);
        await FillAsync(store.Journal);
        var expected = await store.Journal.ReadAllAsync();
        store.Close();
        var (refused, answered) = (0, 0);
        for (var trial = 0; trial < 60; trial++)
        {
            using var copy = CopyOf(store, directory => Overwrite(Path.Combine(directory, "journal.db"), _random, trial % 3 + 1));
            try
            {
                copy.Open();
                Assert.Equal(expected, await copy.Journal.ReadAllAsync());
                answered++;
            }
            catch (Exception e) when (e is CorruptJournalException or InvalidDataException)
            {
                refused++;
                Assert.Contains("journal.db", e.Message, StringComparison.Ordinal);
            }
        }
        Assert.True(refused > 20, $"{refused} refused, {answered} answered");
    }

    [Fact]
    public async Task A_truncated_journal_file_is_refused()
    {
        using var store = new SqliteTestStore(Options);
        await FillAsync(store.Journal);
        store.Close();
        using var copy = CopyOf(store, directory =>
        {
            using var file = File.Open(Path.Combine(directory, "journal.db"), FileMode.Open);
            file.SetLength(file.Length / 2);
        });

        Assert.Throws<CorruptJournalException>(copy.Open);
    }

    [Fact]
    public async Task An_overwritten_index_is_detected_and_rebuilt_at_the_next_start()
    {
        using var store = new SqliteTestStore(Options);
        await FillAsync(store.Journal);
        var expected = await store.Journal.ReadAccountAsync(Tenant, ["name:3"], 0, Rows);
        store.Close();
        for (var trial = 0; trial < 30; trial++)
        {
            using var copy = CopyOf(store, directory => Overwrite(Path.Combine(directory, "index.db"), _random, 20));
            try
            {
                copy.Open();
                await copy.IndexCheckedAsync();
                Assert.Equal(expected.AsEnumerable(), await copy.Journal.ReadAccountAsync(Tenant, ["name:3"], 0, Rows));
            }
            catch (CorruptJournalException)
            {
                copy.Restart();
                await copy.IndexCheckedAsync();
                Assert.Equal(expected.AsEnumerable(), await copy.Journal.ReadAccountAsync(Tenant, ["name:3"], 0, Rows));
            }
            Assert.Equal(Rows, (await copy.Journal.AppendAsync(Event(Rows - 1)))[0].Sequence);
        }
    }

    [Fact]
    public async Task Snapshots_with_overwritten_bytes_are_correct_or_refused_and_dropped_at_the_next_start()
    {
        using var store = new SqliteTestStore(Options);
        await FillAsync(store.Journal, count: 30);
        var stamp = new SnapshotStamp(30, 0, 1, new DateOnly(2026, 1, 1), "1", ["a"]);
        await store.Snapshots.SaveAsync(
            [
                .. Enumerable.Range(0, 40).Select(
                    a => new SnapshotWrite(
                        Tenant, $"a{a}", stamp, new byte[500], new byte[300], new byte[50], [new("k", new byte[200])], false)),
            ]);
        store.Close();
        var refused = 0;
        for (var trial = 0; trial < 30; trial++)
        {
            using var copy = CopyOf(store, directory => Overwrite(Path.Combine(directory, "snapshots.db"), _random, 3));
            try
            {
                copy.Open();
                foreach (var row in await copy.Snapshots.GetContributionsAsync(Tenant, "1"))
                {
                    Assert.Equal(new byte[50], row.Bytes);
                    if (await copy.Snapshots.LoadAsync(Tenant, row.Account) is { } snapshot)
                        Assert.Equal(
                            (30, 500, 200),
                            (snapshot.Stamp.Sequence, snapshot.Header.Count(b => b == 0), snapshot.Records[0].Bytes!.Count(b => b == 0)));
                }
            }
            catch (CorruptSnapshotsException)
            {
                refused++;
                copy.Restart();
                Assert.Empty(await copy.Snapshots.GetVersionsAsync(Tenant));
            }
        }
        Assert.True(refused > 5);
    }

    [Fact]
    public async Task Snapshots_ahead_of_a_shorter_journal_are_dropped()
    {
        using var store = new SqliteTestStore(Options);
        await FillAsync(store.Journal, count: 300);
        store.Close();
        using var copy = CopyOf(store, _ => { });
        store.Open();
        await FillAsync(store.Journal, 300, 30);
        await store.Snapshots.SaveAsync(
            [new SnapshotWrite(Tenant, "a", new SnapshotStamp(310, 0, 1, null, null, ["a"]), [1], null, [], [], false)]);
        await store.Snapshots.SaveFlushedThroughAsync(Tenant, 310);
        store.Close();
        foreach (var name in (string[])["snapshots.db", "index.db"])
            File.Copy(Path.Combine(store.Directory, name), Path.Combine(copy.Directory, name), overwrite: true);

        copy.Open();

        Assert.Null(await copy.Snapshots.LoadAsync(Tenant, "a"));
        Assert.Equal(0, await copy.Snapshots.GetFlushedThroughAsync(Tenant));
        Assert.Equal([new Appended(301, true)], await copy.Journal.AppendAsync(Event(310)));
    }

    [Fact]
    public async Task Another_journal_of_the_same_length_discards_index_and_snapshots()
    {
        using var store = new SqliteTestStore(Options);
        await FillAsync(store.Journal, count: 30);
        await store.Snapshots.SaveAsync(
            [new SnapshotWrite(Tenant, "a", new SnapshotStamp(30, 0, 1, null, null, ["a"]), [1], null, [], [], false)]);
        using var other = new SqliteTestStore(Options);
        await FillAsync(other.Journal, 1_000, 60);
        store.Close();
        other.Close();
        File.Copy(Path.Combine(other.Directory, "journal.db"), Path.Combine(store.Directory, "journal.db"), overwrite: true);

        store.Open();

        Assert.Null(await store.Snapshots.LoadAsync(Tenant, "a"));
        Assert.Equal([new Appended(61, true), new Appended(1, false)], await store.Journal.AppendAsync(Event(0), Event(1_000)));
    }

    public static TheoryData<string, Damage> EachFileAndDamage()
    {
        var cases = new TheoryData<string, Damage>();
        foreach (var file in (string[])["journal.db", "journal.db-wal", "index.db", "snapshots.db", "state.db"])
        {
            foreach (var damage in Enum.GetValues<Damage>())
                cases.Add(file, damage);
        }
        return cases;
    }

    [Theory, MemberData(nameof(EachFileAndDamage))]
    public async Task A_damaged_or_lost_file_is_rebuilt_or_refused_with_two_lines_that_name_it(string name, Damage damage)
    {
        using var store = new SqliteTestStore(new SqliteStoreOptions { IndexRows = 400, IndexPartBits = 9 });
        await FillAsync(store.Journal);
        var stamp = new SnapshotStamp(Rows, 0, 1, null, "1", ["a"]);
        foreach (var accounts in Enumerable.Range(0, 400).Chunk(100))
        {
            await store.Snapshots.SaveAsync(
                [
                    .. accounts.Select(
                        a => new SnapshotWrite(Tenant, $"a{a}", stamp, new byte[500], new byte[300], new byte[50], [], false)),
                ]);
        }
        await store.DeadLetters.AddAsync(
            Tenant, [.. Enumerable.Range(0, 400).Select(i => new NewDeadLetter("s", $"{i}", "e", "reason", new byte[500]))]);
        var expected = await store.Journal.ReadAllAsync();
        if (name != "journal.db-wal")
            store.Close();
        using var copy = CopyOf(store, directory => Apply(damage, Path.Combine(directory, name)));
        var backup = Path.Combine(copy.Directory, "backup");

        var failure = await Record.ExceptionAsync(async () => await UseAsync(copy));
        if (name is "index.db" or "snapshots.db" && failure is CorruptSnapshotsException or CorruptJournalException)
        {
            AssertTwoLines(failure, name);
            failure = await Record.ExceptionAsync(async () => await UseAsync(copy));
        }
        var backedUp = Record.Exception(() => StoreBackup.Create(copy.Directory, backup));

        if (name is "index.db" or "snapshots.db")
        {
            Assert.Null(failure);
            Assert.Null(backedUp);
        }
        if (name == "journal.db" || (name == "state.db" && damage is Damage.Overwritten or Damage.HeadOverwritten))
            Assert.NotNull(failure);
        if (failure is not null)
        {
            AssertTwoLines(failure, name);
            AssertTwoLines(Assert.IsType<BackupException>(backedUp), name);
        }

        async Task UseAsync(SqliteTestStore used)
        {
            try
            {
                used.Open();
                await used.IndexCheckedAsync();
                var rows = await used.Journal.ReadAllAsync();
                Assert.Equal(expected.Take(rows.Count), rows.Take(Rows));
                Assert.True(rows.Count >= Rows || name == "journal.db-wal");
                Assert.Equal(rows.Count + 1, (await used.Journal.AppendAsync(Event(Rows + rows.Count)))[0].Sequence);
                await used.Snapshots.GetVersionsAsync(Tenant);
                await used.Snapshots.GetContributionsAsync(Tenant, "1");
                await used.DeadLetters.ListAsync(Tenant, null, null, 0, 1_000);
            }
            finally
            {
                used.Close();
            }
        }
    }

    private static void AssertTwoLines(Exception failure, string name)
    {
        var lines = failure.Message.Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.EndsWith(".", line, StringComparison.Ordinal));
        Assert.Contains(name == "journal.db-wal" ? "journal.db" : name, lines[0], StringComparison.Ordinal);
    }

    public enum Damage { Deleted, Emptied, Overwritten, HeadOverwritten, TailOverwritten }

    private void Apply(Damage damage, string path)
    {
        switch (damage)
        {
            case Damage.Deleted:
                File.Delete(path);
                return;
            case Damage.Emptied:
                File.WriteAllBytes(path, []);
                return;
        }
        var bytes = File.ReadAllBytes(path);
        var (from, to) = damage switch
        {
            Damage.HeadOverwritten => (0, 4_096),
            Damage.TailOverwritten => (bytes.Length / 2 / 4_096 * 4_096, bytes.Length),
            _ => (0, bytes.Length),
        };
        _random.NextBytes(bytes.AsSpan(from, Math.Min(to, bytes.Length) - from));
        File.WriteAllBytes(path, bytes);
    }

    [Fact]
    public async Task A_journal_without_rows_beside_snapshots_of_its_rows_is_refused()
    {
        using var store = new SqliteTestStore(Options);
        await FillAsync(store.Journal, count: 30);
        await store.Snapshots.SaveAsync(
            [new SnapshotWrite(Tenant, "a", new SnapshotStamp(30, 0, 1, null, null, ["a"]), [1], null, [], [], false)]);
        store.Close();
        using var empty = new SqliteTestStore(Options);
        empty.Close();
        File.Copy(Path.Combine(empty.Directory, "journal.db"), Path.Combine(store.Directory, "journal.db"), overwrite: true);

        AssertTwoLines(Assert.Throws<CorruptJournalException>(store.Open), "journal.db");
    }

    [Theory]
    [InlineData("index.db")]
    [InlineData("snapshots.db")]
    public async Task A_lost_or_invalid_file_is_recreated(string name)
    {
        using var store = new SqliteTestStore(Options);
        await FillAsync(store.Journal);
        foreach (
            var lose in (Action[])
            [
                () => store.DeleteDatabase(name), () => File.WriteAllText(Path.Combine(store.Directory, name), new string('x', 5_000)),
            ])
        {
            store.Close();
            lose();
            store.Open();

            Assert.Equal([new Appended(5, false)], await store.Journal.AppendAsync(Event(4)));
            Assert.Equal(Rows / 40, (await store.Journal.ReadEntityAsync(Tenant, EventKind.Item, "hpe:S1", 0, Rows)).Length);
        }
    }
}
