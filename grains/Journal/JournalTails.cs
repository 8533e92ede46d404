using System.Collections.Concurrent;
using OneLead.Storage;

namespace OneLead.Journal;

/// <summary>The tail of each tenant's journal on this silo.</summary>
internal sealed class JournalTails(IJournal journal) : IDisposable
{
    private readonly ConcurrentDictionary<string, TenantTail> _tails = new(StringComparer.Ordinal);

    public TenantTail Of(string tenant) => _tails.GetOrAdd(tenant, static (name, journal) => new TenantTail(name, journal), journal);

    public void Dispose()
    {
        foreach (var tail in _tails.Values)
            tail.Dispose();
    }
}
