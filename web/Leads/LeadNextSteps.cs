using OneLead.Grains;
using OneLead.Views;

namespace OneLead.Web.Leads;

/// <summary>Reads what to do about leads from their accounts, each account once.</summary>
internal static class LeadNextSteps
{
    public static async Task<IReadOnlyList<LeadNextStep?>> ReadAsync(IGrainFactory grains, IReadOnlyList<LeadRow> leads)
    {
        var steps = new LeadNextStep?[leads.Count];
        await Task.WhenAll(Enumerable.Range(0, leads.Count).GroupBy(i => leads[i].AccountId).Select(async account =>
        {
            var places = account.ToList();
            var found = await grains.GetGrain<IAccountGrain>(Keys.Grain(Keys.DefaultTenant, account.Key))
                .NextSteps([.. places.Select(i => leads[i].Id)]);
            for (var i = 0; i < places.Count; i++)
                steps[places[i]] = found[i];
        }));
        return steps;
    }
}
