namespace OneLead.Storage.Tests.Contracts;

/// <summary>A store under test. The same contract tests run on every kind of store.</summary>
public interface ITestStore : IDisposable
{
    IJournal Journal { get; }

    ISnapshotStore Snapshots { get; }

    IStateStore States { get; }

    IDeadLetterStore DeadLetters { get; }

    IFieldKeyStore FieldKeys { get; }

    ISealStore Seals { get; }

    /// <summary>
    /// Does what somebody can do who may write to the store's files or tables, and who knows its format: checksums are made again.
    /// </summary>
    /// <param name="sql">A statement on the tables journal (seq, …) and seal (after, …) of the first tenant.</param>
    void Forge(string sql);

    /// <summary>Closes the store and reopens it on the same data.</summary>
    void Restart();

    /// <summary>The number of journal commits since the store was opened.</summary>
    long JournalCommits { get; }
}
