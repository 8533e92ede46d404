using System.Globalization;
using OneLead.Events;
using OneLead.Views;
using OneLead.Web.Api;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Pages;

/// <summary>Something that changed its band.</summary>
/// <param name="Lead">Null: it is the account that did.</param>
internal sealed record BandChange(long Number, DateTimeOffset At, LeadRow? Lead, AccountRefJson Account, string Before, string After, ChangeCause? Cause)
{
    public string Id => Number.ToString(CultureInfo.InvariantCulture);

    public ChangeJson Json(TenantView tenant) => new(
        Id, At.ToUniversalTime(), Lead is null ? "account" : "lead", Lead is null ? null : LeadJson.Of(Lead, Account.Name, tenant), Account, Before, After, Cause is null ? null : Causes.Json(Cause));
}

/// <summary>Hears of changes of bands; must return at once.</summary>
internal interface IChangeListener
{
    void Happened(BandChange change);
}

/// <summary>The last changes of bands since the process began. What is new or gone has changed no band.</summary>
/// <param name="listeners">Late, since listeners read the log.</param>
internal sealed class ChangeLog(Lazy<IEnumerable<IChangeListener>> listeners, TimeProvider clock) : IModelListener
{
    public const int Kept = 1_000;

    private const string AtRisk = "at_risk", Healthy = "healthy";

    private readonly Lock _gate = new();
    private readonly Queue<BandChange> _changes = new(Kept);
    private long _last;

    /// <summary>The changes after a time, the newest first.</summary>
    public IReadOnlyList<BandChange> Since(DateTimeOffset time)
    {
        lock (_gate)
            return [.. _changes.Where(c => c.At > time).Reverse()];
    }

    public void Loaded(TenantModel model)
    {
    }

    public void Changed(TenantModel model, AccountChange change)
    {
        if (change.Account is not { } account)
            return;
        if (change.Previous is { } previous && previous.AtRisk != account.AtRisk)
            Add(null, account, previous.AtRisk ? AtRisk : Healthy, account.AtRisk ? AtRisk : Healthy, change.Cause);
        foreach (var lead in change.Leads)
        {
            if (lead is { Lead: { } row, PreviousPriority: { } before } && before != row.Priority)
                Add(row, account, Wire.Name(before), Wire.Name(row.Priority), change.Cause);
        }
    }

    public void Changed(TenantModel model, TerritoryRow territory)
    {
    }

    public void Changed(TenantModel model, PortfolioView portfolio)
    {
    }

    private void Add(LeadRow? lead, AccountRow account, string before, string after, ChangeCause? cause)
    {
        BandChange change;
        lock (_gate)
        {
            change = new BandChange(++_last, clock.GetUtcNow(), lead, new(account.Id, account.Name), before, after, cause);
            if (_changes.Count == Kept)
                _changes.Dequeue();
            _changes.Enqueue(change);
        }
        foreach (var listener in listeners.Value)
            listener.Happened(change);
    }
}

/// <summary>Causes, for people.</summary>
internal static class Causes
{
    public static CauseJson Json(ChangeCause cause) => new(Wire.Name(cause.Kind), cause.Entity, cause.Source, cause.Sequence, cause.At.ToUniversalTime(), Text(cause));

    private static string Text(ChangeCause cause) => cause.Kind switch
    {
        EventKind.DayBegun => "A day began",
        EventKind.RulesPublished => "Rules were published",
        EventKind.ProductLifecycle => "The lifecycle of products changed",
        EventKind.Retraction => "An import was taken back",
        EventKind.LeadStatus => "Somebody moved a lead",
        EventKind.LeadAssignment => "Somebody was given a lead",
        EventKind.Override => "Somebody worked on a lead",
        EventKind.Link => "Names were joined or parted",
        var kind => $"{char.ToUpperInvariant(Wire.Name(kind)[0])}{Wire.Name(kind)[1..].Replace('_', ' ')} {cause.Entity} changed at {cause.Source}",
    };
}
