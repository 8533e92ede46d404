using System.Collections.Immutable;
using OneLead.Accounts;

namespace OneLead.Hosting;

internal sealed class LeadHistory(AccountFold fold) : ILeadHistory
{
    public Task<ImmutableArray<LeadPoint>> Of(string tenant, string account, string lead) => fold.Trace(tenant, account, lead);
}
