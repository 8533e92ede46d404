using System.Collections.Concurrent;
using OneLead.Rules;
using OneLead.Storage;

namespace OneLead.Tenants;

/// <summary>The tenants' histories as this silo has read them: shared by its accounts, so that a tenant row is read once and not once an account.</summary>
internal sealed class TenantLog(IJournal journal)
{
    private readonly ConcurrentDictionary<string, TenantHistory> histories = new();
    private readonly ConcurrentDictionary<string, long> known = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> readers = new();

    /// <summary>What has been read so far, without reading on.</summary>
    public TenantHistory Known(string tenant) => histories.GetOrAdd(tenant, static _ => TenantHistory.Of(RuleSet.Default));

    /// <summary>Says that the journal holds a tenant row of this sequence.</summary>
    public void Announce(string tenant, long sequence) => known.AddOrUpdate(tenant, sequence, (_, seen) => Math.Max(seen, sequence));

    /// <summary>The history with every announced row in it.</summary>
    public ValueTask<TenantHistory> Read(string tenant)
    {
        var history = Known(tenant);
        return known.TryGetValue(tenant, out var last) && history.UpTo >= last ? new(history) : Catch(tenant);
    }

    private async ValueTask<TenantHistory> Catch(string tenant)
    {
        var reader = readers.GetOrAdd(tenant, static _ => new SemaphoreSlim(1));
        await reader.WaitAsync();
        try
        {
            known.TryAdd(tenant, 0);
            var history = Known(tenant);
            var rows = await journal.ReadTenant(tenant, history.UpTo);
            return histories[tenant] = history.Apply(rows);
        }
        finally
        {
            reader.Release();
        }
    }
}
