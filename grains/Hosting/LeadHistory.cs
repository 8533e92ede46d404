using System.Collections.Immutable;
using OneLead.Accounts;

namespace OneLead.Hosting;

/// <summary>Keeps the traces of the accounts that were looked at last: whoever works through an account's leads waits once.</summary>
internal sealed class LeadHistory(AccountFold fold) : ILeadHistory
{
    private const int Kept = 8;

    private readonly Lock gate = new();
    private readonly LinkedList<Place> places = [];

    public async Task<ImmutableArray<LeadPoint>> Of(string tenant, string account, string lead)
    {
        var place = Find(tenant, account);
        await place.Turn.WaitAsync();
        try
        {
            place.Trace = await fold.Trace(tenant, account, place.Trace);
            return [.. place.Trace.Of(lead)];
        }
        catch
        {
            // It may have stopped between two rows.
            place.Trace = null;
            throw;
        }
        finally
        {
            place.Turn.Release();
        }
    }

    private Place Find(string tenant, string account)
    {
        lock (gate)
        {
            var found = places.FirstOrDefault(p => p.Tenant == tenant && p.Account == account);
            if (found is not null)
                places.Remove(found);
            places.AddFirst(found ??= new Place(tenant, account));
            if (places.Count > Kept)
                places.RemoveLast();
            return found;
        }
    }

    private sealed class Place(string tenant, string account)
    {
        public string Tenant => tenant;

        public string Account => account;

        public SemaphoreSlim Turn { get; } = new(1);

        public AccountTrace? Trace { get; set; }
    }
}
