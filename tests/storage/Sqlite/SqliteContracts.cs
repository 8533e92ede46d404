using OneLead.Storage.Sqlite;
using OneLead.Storage.Tests.Contracts;

namespace OneLead.Storage.Tests.Sqlite;

/// <summary>The contracts on SQLite, with rows in the memory index and with rows in the index file.</summary>
public sealed class SqliteJournalInTheTail : JournalContract
{
    protected override ITestStore Open() => new SqliteTestStore();
}

public sealed class SqliteJournalInTheIndex : JournalContract
{
    protected override ITestStore Open() => new SqliteTestStore(SqliteTestOptions.Hasty);
}

public sealed class SqliteJournalModel : JournalModelContract
{
    protected override ITestStore Open()
    {
        var options = SqliteTestOptions.Hasty;
        options.IndexPartBits = 3;
        return new SqliteTestStore(options);
    }

    protected override void Disturb(ITestStore store, int how)
    {
        var sqlite = (SqliteTestStore)store;
        sqlite.Close();
        if (how % 2 == 0)
            sqlite.DeleteDatabase("index.db");
        sqlite.Open();
    }
}

public sealed class SqliteSnapshots : SnapshotContract
{
    protected override ITestStore Open() => new SqliteTestStore();
}

public sealed class SqliteSeals : SealContract
{
    protected override ITestStore Open() => new SqliteTestStore();
}

public sealed class SqliteStates : StateContract
{
    protected override ITestStore Open() => new SqliteTestStore();
}

public sealed class SqliteDeadLetters : DeadLetterContract
{
    protected override ITestStore Open() => new SqliteTestStore();
}

public sealed class SqliteFieldKeys : FieldKeyContract
{
    protected override ITestStore Open() => new SqliteTestStore();
}

internal static class SqliteTestOptions
{
    /// <summary>Limits so small that every mechanism runs all the time.</summary>
    public static SqliteStoreOptions Hasty =>
        new()
        {
            IndexPartBits = 10, IndexCheckPause = TimeSpan.Zero, IndexRows = 5, TailRows = 20, CachedHomes = 2, CommitRows = 8,
            CheckpointPages = 16,
        };
}
