using OneLead.Storage.Tests.Contracts;

namespace OneLead.Storage.Tests.Postgres;

[OnPostgres, Collection(PostgresCollection.Name)]
public sealed class PostgresJournalWithDefaults : JournalContract
{
    protected override ITestStore Open() => new PostgresTestStore();
}

/// <summary>With limits so small that every commit is split and every home is looked up.</summary>
[OnPostgres, Collection(PostgresCollection.Name)]
public sealed class PostgresJournalWithSmallBounds : JournalContract
{
    protected override ITestStore Open() => new PostgresTestStore(SmallBounds.Configure);
}

[OnPostgres, Collection(PostgresCollection.Name)]
public sealed class PostgresJournalModel : JournalModelContract
{
    protected override ITestStore Open() => new PostgresTestStore(SmallBounds.Configure);
}

/// <summary>With COPY for some commits only.</summary>
[OnPostgres, Collection(PostgresCollection.Name)]
public sealed class PostgresJournalModelWithCopies : JournalModelContract
{
    protected override ITestStore Open() => new PostgresTestStore(options => options.FewRows = 2);
}

[OnPostgres, Collection(PostgresCollection.Name)]
public sealed class PostgresSnapshots : SnapshotContract
{
    protected override ITestStore Open() => new PostgresTestStore();
}

[OnPostgres, Collection(PostgresCollection.Name)]
public sealed class PostgresSeals : SealContract
{
    protected override ITestStore Open() => new PostgresTestStore();
}

[OnPostgres, Collection(PostgresCollection.Name)]
public sealed class PostgresStates : StateContract
{
    protected override ITestStore Open() => new PostgresTestStore();
}

[OnPostgres, Collection(PostgresCollection.Name)]
public sealed class PostgresDeadLetters : DeadLetterContract
{
    protected override ITestStore Open() => new PostgresTestStore();
}

[OnPostgres, Collection(PostgresCollection.Name)]
public sealed class PostgresFieldKeys : FieldKeyContract
{
    protected override ITestStore Open() => new PostgresTestStore();
}

internal static class SmallBounds
{
    public static void Configure(OneLead.Storage.Postgres.PostgresStoreOptions options) =>
        (options.CommitRows, options.CachedHomes, options.QueuedCalls) = (8, 2, 16);
}
