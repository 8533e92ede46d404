using System.Globalization;
using OneLead.Sources.Imports;
using OneLead.Web.Accounts;
using OneLead.Web.Leads;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Changes;

/// <summary>A lead whose priority changed, or an account whose risk changed.</summary>
/// <param name="Lead">The lead's id; null: the account changed.</param>
/// <param name="Import">The import id in the source id of the row that caused it; null if no import did.</param>
/// <param name="Sequence">The account had its rows up to here after it.</param>
internal sealed record BandChange(
    long Number, DateTimeOffset At, string? Lead, AccountRefJson Account, string Before, string After, CauseJson? Cause,
    string? Import, long Sequence = 0)
{
    public string Id => Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The lead or account that changed.</summary>
    public (string Account, string? Lead) Subject => Lead is null ? (Account.Id, null) : ("", Lead);

    public ChangeJson Json(VisibleModel model, ImportJobs imports) => new(
        Id, At.ToUniversalTime(), Lead is null ? "account" : "lead",
        Lead is not null && model.Lead(Lead) is { } lead ? LeadJson.Of(lead, Account.Name, model.Tenant) : null, Account, Before, After,
        // An import that another node runs is listed later than its first changes come.
        Cause is null ? null
        : CauseText.Shown(
            Cause is { Import: null } cause && Import is { } rows && imports.BroughtBy(rows, cause.Sequence) is { } import
                ? CauseText.WithImport(cause, import)
                : Cause,
            model.Visibility));
}

/// <summary>Receives changes of priority or risk; must return at once.</summary>
internal interface IChangeListener
{
    void Happened(BandChange change);
}
