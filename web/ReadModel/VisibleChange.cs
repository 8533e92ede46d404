using OneLead.Web.Access;

namespace OneLead.Web.ReadModel;

/// <summary>
/// Tells what a change is for a visibility. An account whose manager or territory changes may enter or leave what is seen; then it comes
/// or goes, and its leads with it.
/// </summary>
internal static class VisibleChange
{
    /// <returns>Null if nothing of it is seen.</returns>
    public static AccountChange? Of(TenantModel model, AccountChange change, Visibility visibility)
    {
        if (visibility.SeesAllAccounts)
            return change;
        var (before, after) = (
            change.Previous is { } previous && visibility.Sees(previous), change.Account is { } account && visibility.Sees(account));
        // A lead that moves is told of with both accounts.
        var leads = new List<LeadChange>(change.Leads.Count);
        foreach (var lead in change.Leads)
        {
            if (Seen(lead.Before, before) is var was && Seen(lead.After, after) is var now && (was ?? now) is not null)
                leads.Add(new(was, now));
        }
        if (before != after)
        {
            var told = change.Leads.Select(l => l.Id).ToHashSet(StringComparer.Ordinal);
            leads.AddRange(model.LeadEntriesOf(change.AccountId).Where(l => !told.Contains(l.Id))
                .Select(l => after ? new LeadChange(null, l) : new LeadChange(l, null)));
        }
        return before || after || leads.Count > 0
            ? change with { Previous = before ? change.Previous : null, Account = after ? change.Account : null, Leads = leads }
            : null;

        LeadEntry? Seen(LeadEntry? lead, bool isAccountSeen) => lead is { } row
            && (row.Row.AccountId == change.AccountId
                ? isAccountSeen
                : model.Account(row.Row.AccountId) is { } other && visibility.Sees(other))
            ? lead
            : null;
    }
}
