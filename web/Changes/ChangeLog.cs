using OneLead.Sources.Imports;
using OneLead.Views;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Changes;

/// <summary>The last changes of priority or risk since the process started. New and removed leads are not included.</summary>
/// <param name="listeners">Lazy, because listeners read the log.</param>
internal sealed class ChangeLog(Lazy<IEnumerable<IChangeListener>> listeners, ImportJobs imports, TimeProvider clock) : IModelListener
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
            Add(null, account, previous.AtRisk ? AtRisk : Healthy, account.AtRisk ? AtRisk : Healthy, CauseOf(change.Cause, null));
        foreach (var lead in change.Leads)
        {
            if (lead is { Lead: { } row, PreviousPriority: { } before } && before != row.Priority)
                Add(row, account, Wire.Name(before), Wire.Name(row.Priority), CauseOf(change.Cause, lead));
        }
    }

    public void Changed(TenantModel model, TerritoryRow territory)
    {
    }

    public void Changed(TenantModel model, PortfolioView portfolio)
    {
    }

    private CauseJson? CauseOf(ChangeCause? cause, LeadChange? lead) => cause is null ? null : CauseText.Json(
        cause, cause.Import is { } import ? imports.FileOf(import) : null, lead?.Before?.Row.Factors, lead?.After?.Row.Factors);

    private void Add(LeadRow? lead, AccountRow account, string before, string after, CauseJson? cause)
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
