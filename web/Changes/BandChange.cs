using System.Globalization;
using OneLead.Views;
using OneLead.Web.Accounts;
using OneLead.Web.Leads;

namespace OneLead.Web.Changes;

/// <summary>A lead whose priority changed, or an account whose risk changed.</summary>
/// <param name="Lead">Null: the account changed.</param>
internal sealed record BandChange(
    long Number, DateTimeOffset At, LeadRow? Lead, AccountRefJson Account, string Before, string After, CauseJson? Cause)
{
    public string Id => Number.ToString(CultureInfo.InvariantCulture);

    public ChangeJson Json(TenantView tenant) => new(
        Id, At.ToUniversalTime(), Lead is null ? "account" : "lead", Lead is null ? null : LeadJson.Of(Lead, Account.Name, tenant), Account,
        Before, After, Cause);
}

/// <summary>Receives changes of priority or risk; must return at once.</summary>
internal interface IChangeListener
{
    void Happened(BandChange change);
}
