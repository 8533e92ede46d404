namespace OneLead.Storage.Tests.Contracts;

/// <summary>A store under test. The same contract tests run on every kind of store.</summary>
public interface ITestStore : IDisposable
{
    IJournal Journal { get; }

    ISnapshotStore Snapshots { get; }

    IStateStore States { get; }

    IDeadLetterStore DeadLetters { get; }

    /// <summary>Closes the store and opens it again on the same data.</summary>
    void Restart();

    /// <summary>How many commits the journal made since the store was opened.</summary>
    long JournalCommits { get; }
}
