using System.Collections.Immutable;

namespace OneLead.Grains;

/// <summary>Asks a journal for what it may not know yet, until it does.</summary>
public static class JournalCalls
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc cref="IJournalGrain.Unflushed"/>
    public static async Task<ImmutableArray<UnflushedAccount>> GetUnflushedAsync(
        this IJournalGrain journal, CancellationToken cancellation = default)
    {
        while (true)
        {
            if (await journal.Unflushed() is { } accounts)
                return accounts;
            await Task.Delay(Pause, cancellation);
        }
    }
}
