using OneLead.Storage.Tests.Contracts;

namespace OneLead.Storage.Tests.Postgres;

[OnPostgres]
public sealed class PostgresJournalWithDefaults : JournalContract
{
    protected override ITestStore Open() => new PostgresTestStore();
}

/// <summary>With bounds so small that every commit splits and every home is looked up.</summary>
[OnPostgres]
public sealed class PostgresJournalInHaste : JournalContract
{
    protected override ITestStore Open() => new PostgresTestStore(Hasty.Configure);
}

[OnPostgres]
public sealed class PostgresJournalModel : JournalModelContract
{
    protected override ITestStore Open() => new PostgresTestStore(Hasty.Configure);
}

[OnPostgres]
public sealed class PostgresSnapshots : SnapshotContract
{
    protected override ITestStore Open() => new PostgresTestStore();
}

[OnPostgres]
public sealed class PostgresStates : StateContract
{
    protected override ITestStore Open() => new PostgresTestStore();
}

[OnPostgres]
public sealed class PostgresDeadLetters : DeadLetterContract
{
    protected override ITestStore Open() => new PostgresTestStore();
}

internal static class Hasty
{
    public static void Configure(OneLead.Storage.Postgres.PostgresStoreOptions options) => (options.CommitRows, options.CachedHomes, options.QueuedCalls) = (8, 2, 16);
}
