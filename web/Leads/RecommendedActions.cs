using OneLead.Grains;
using OneLead.Views;

namespace OneLead.Web.Leads;

/// <summary>Reads the recommended actions of leads from their accounts, each account once.</summary>
internal static class RecommendedActions
{
    public static async Task<IReadOnlyList<string?>> ReadAsync(IGrainFactory grains, IReadOnlyList<LeadRow> leads)
    {
        var actions = new string?[leads.Count];
        await Task.WhenAll(Enumerable.Range(0, leads.Count).GroupBy(i => leads[i].AccountId).Select(async account =>
        {
            var places = account.ToList();
            var found = await grains.GetGrain<IAccountGrain>(Keys.Grain(Keys.DefaultTenant, account.Key))
                .RecommendedActions([.. places.Select(i => leads[i].Id)]);
            for (var i = 0; i < places.Count; i++)
                actions[places[i]] = found[i];
        }));
        return actions;
    }
}
