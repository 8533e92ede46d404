using System.Collections.Immutable;

namespace OneLead.Accounts;

/// <summary>Caches the traces of recently viewed accounts, so that a user who goes through an account's leads waits once.</summary>
internal sealed class LeadHistory(AccountFold fold) : ILeadHistory
{
    private const int Kept = 8;

    private readonly Lock _gate = new();
    private readonly LinkedList<RecentTrace> _recent = [];

    public async Task<ImmutableArray<LeadPoint>> GetAsync(string tenant, string account, string lead)
    {
        var trace = Find(tenant, account);
        await trace.Turn.WaitAsync();
        try
        {
            trace.Trace = await fold.TraceAsync(tenant, account, trace.Trace);
            return [.. trace.Trace.Of(lead)];
        }
        catch
        {
            // The fold may have been cancelled between two rows.
            trace.Trace = null;
            throw;
        }
        finally
        {
            trace.Turn.Release();
        }
    }

    private RecentTrace Find(string tenant, string account)
    {
        lock (_gate)
        {
            var found = _recent.FirstOrDefault(p => p.Tenant == tenant && p.Account == account);
            if (found is not null)
                _recent.Remove(found);
            _recent.AddFirst(found ??= new RecentTrace(tenant, account));
            if (_recent.Count > Kept)
                _recent.RemoveLast();
            return found;
        }
    }

    private sealed class RecentTrace(string tenant, string account)
    {
        public string Tenant => tenant;

        public string Account => account;

        public SemaphoreSlim Turn { get; } = new(1);

        public AccountTrace? Trace { get; set; }
    }
}
