using System.Collections.Concurrent;
using OneLead.Storage;

namespace OneLead.Hosting;

/// <summary>The account directory of each tenant, loaded from the journal's link rows.</summary>
internal sealed class Directories
{
    private readonly ConcurrentDictionary<string, AccountDirectory> all = new(StringComparer.Ordinal);

    public AccountDirectory Of(string tenant) => all.GetOrAdd(tenant, static _ => new AccountDirectory());

    /// <summary>Reads every tenant's link rows. Called once, before the journal's listener starts.</summary>
    public async Task Load(IJournal journal, CancellationToken cancellation)
    {
        foreach (var tenant in journal.Tenants)
        {
            foreach (var row in await journal.ReadAccount(tenant, [Keys.Links], 0, journal.Head(tenant), cancellation))
                Of(tenant).Apply(row);
        }
    }
}
