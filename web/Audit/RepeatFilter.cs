namespace OneLead.Web.Audit;

/// <summary>Lets the first of equal things through within a span, and a limited number of different ones.</summary>
/// <param name="limit">The most that pass within the span.</param>
internal sealed class RepeatFilter(TimeSpan span, int limit)
{
    private const int MostKeys = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset Since, int Held)> _seen = new(StringComparer.Ordinal);
    private readonly Queue<DateTimeOffset> _passed = new();

    /// <returns>The number of equal things that were held back since the last one that passed; null if this one is held back.</returns>
    public int? Next(string key, DateTimeOffset now)
    {
        lock (_gate)
        {
            while (_passed.TryPeek(out var first) && now - first >= span)
                _passed.Dequeue();
            var isKnown = _seen.TryGetValue(key, out var seen);
            if (isKnown && now - seen.Since < span)
            {
                _seen[key] = (seen.Since, seen.Held + 1);
                return null;
            }
            if (_passed.Count >= limit)
                return null;
            if (!isKnown && _seen.Count >= MostKeys)
                Forget(now);
            _seen[key] = (now, 0);
            if (limit < int.MaxValue)
                _passed.Enqueue(now);
            return isKnown ? seen.Held : 0;
        }
    }

    /// <summary>Lets the next equal thing through.</summary>
    public void Forget(string key)
    {
        lock (_gate)
            _seen.Remove(key);
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var old in _seen.Where(s => now - s.Value.Since >= span).Select(static s => s.Key).ToList())
            _seen.Remove(old);
        // Then equal things may pass again.
        if (_seen.Count >= MostKeys)
            _seen.Clear();
    }
}
