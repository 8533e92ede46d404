using OneLead.Storage.Sqlite;
using OneLead.Storage.Tests.Contracts;

namespace OneLead.Storage.Tests.Sqlite;

/// <summary>The contracts on SQLite: with rows that stay in the tail, and with rows that are indexed at once.</summary>
public sealed class SqliteJournalInTheTail : JournalContract
{
    protected override ITestStore Open() => new SqliteTestStore();
}

public sealed class SqliteJournalInTheIndex : JournalContract
{
    protected override ITestStore Open() => new SqliteTestStore(new SqliteStoreOptions { IndexRows = 1, TailRows = 4, CachedHomes = 1, CommitRows = 8, CheckpointPages = 16 });
}

public sealed class SqliteSnapshots : SnapshotContract
{
    protected override ITestStore Open() => new SqliteTestStore();
}

public sealed class SqliteStates : StateContract
{
    protected override ITestStore Open() => new SqliteTestStore();
}
