using OneLead.Grains;

namespace OneLead.Web.ReadModel;

/// <summary>Knows which change of each topic comes next, so a lost one is seen.</summary>
internal sealed class FeedTracker(string epoch, IReadOnlyDictionary<string, long> sequences)
{
    private readonly Dictionary<string, long> _last = new(sequences, StringComparer.Ordinal);

    /// <summary>Whether nothing was lost before this change. One that the position already held follows too: it is harmless.</summary>
    public bool Follows(Change change)
    {
        if (change.Epoch != epoch)
            return false;
        var last = _last.GetValueOrDefault(change.Topic);
        if (change.Sequence <= last)
            return true;
        _last[change.Topic] = change.Sequence;
        return change.Sequence == last + 1;
    }

    /// <summary>Whether everything up to a position has come.</summary>
    public bool HasReached(IReadOnlyDictionary<string, long> sequences) => sequences.All(s => _last.GetValueOrDefault(s.Key) >= s.Value);
}
