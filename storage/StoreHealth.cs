using System.Collections.Immutable;
using System.Diagnostics;

namespace OneLead.Storage;

/// <summary>Damage that was found in the store.</summary>
/// <param name="File">The damaged file, or the database.</param>
/// <param name="Text">What is damaged and what to do.</param>
/// <param name="IsDerived">True for a file that the next start rebuilds from the journal.</param>
public sealed record StoreDamage(string File, string Text, bool IsDerived);

/// <summary>What is known about a store: whether the last write succeeded, and what damage was found.</summary>
// The source has no timer and no handle, and others may hold its token at any time.
#pragma warning disable CA1001
public sealed class StoreHealth
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _restart = new();
    private ImmutableList<StoreDamage> _damage = [];
    private volatile string? _problem;
    private long _writtenAt = long.MinValue;

    /// <summary>Why the last write failed and what to do; null if it succeeded.</summary>
    public string? WriteProblem => _problem;

    public ImmutableList<StoreDamage> Damage => _damage;

    /// <summary>Cancelled when a derived file is damaged: a restart rebuilds it.</summary>
    public CancellationToken RestartNeeded => _restart.Token;

    /// <summary>False until the first write.</summary>
    public bool IsKnown => _problem is not null || Interlocked.Read(ref _writtenAt) != long.MinValue;

    /// <summary>True if a write was durable within the last <paramref name="span"/>.</summary>
    public bool HasWrittenWithin(TimeSpan span) =>
        Interlocked.Read(ref _writtenAt) is var at and not long.MinValue && Stopwatch.GetElapsedTime(at) < span;

    /// <summary>Notes that a write is durable.</summary>
    public void Written()
    {
        Interlocked.Exchange(ref _writtenAt, Stopwatch.GetTimestamp());
        _problem = null;
    }

    /// <summary>Notes that a write failed.</summary>
    public void WriteFailed(Exception e)
    {
        Interlocked.Exchange(ref _writtenAt, long.MinValue);
        _problem = StoreAdvice.Of(e);
    }

    /// <summary>Notes damage, once for each file.</summary>
    public void Damaged(StoreDamage found)
    {
        ImmutableInterlocked.Update(ref _damage, known => known.Exists(d => d.File == found.File) ? known : known.Add(found));
        if (found.IsDerived)
            _restart.Cancel();
    }
}
