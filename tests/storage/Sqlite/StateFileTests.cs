using OneLead.Storage.Sqlite;

namespace OneLead.Storage.Tests.Sqlite;

public sealed class StateFileTests
{
    [Fact]
    public async Task A_state_file_of_the_first_version_is_upgraded_and_keeps_its_states()
    {
        using var store = new SqliteTestStore();
        var tag = await store.States.WriteAsync("import", "1", [1, 2], null);
        store.Close();
        using (var old = Connection.OpenWriter(Path.Combine(store.Directory, "state.db"), "FULL"))
            old.Execute("DROP TABLE dead_letter; DROP TABLE field_key; PRAGMA user_version=1");

        store.Open();

        Assert.Equal([1, 2], (await store.States.ReadAsync("import", "1"))!.Value.Bytes);
        Assert.NotNull(await store.States.WriteAsync("import", "1", [3], tag));
        Assert.Equal([1L], (await store.DeadLetters.AddAsync("default", [new("crm", "1", "Asset", "no serial", [])])).AsEnumerable());
    }

    [Fact]
    public void A_state_file_of_a_newer_version_is_refused()
    {
        using var store = new SqliteTestStore();
        store.Close();
        using (var newer = Connection.OpenWriter(Path.Combine(store.Directory, "state.db"), "FULL"))
            newer.Execute("PRAGMA user_version=99");

        Assert.Contains("format 99", Assert.Throws<InvalidDataException>(store.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dead_letters_are_restored_from_a_backup()
    {
        using var store = new SqliteTestStore();
        await store.DeadLetters.AddAsync("default", [new("crm", "1", "Asset", "no serial", [])]);
        var folder = Directory.CreateTempSubdirectory("onelead-backup-");
        try
        {
            StoreBackup.Create(store.Directory, Path.Combine(folder.FullName, "backup"));
            StoreBackup.Restore(Path.Combine(folder.FullName, "backup"), Path.Combine(folder.FullName, "data"));
            using var copy = new SqliteTestStore(directory: Path.Combine(folder.FullName, "data"));

            Assert.Equal("no serial", (await copy.DeadLetters.FindAsync("default", 1))!.Letter.Reason);
        }
        finally { folder.Delete(recursive: true); }
    }
}
