using System.Text.Json;
using OneLead.Sources.Imports;
using OneLead.Storage;
using OneLead.Views;
using OneLead.Web.ReadModel;
using OneLead.Web.Recording;

namespace OneLead.Web.Changes;

/// <summary>
/// The last changes of priority or risk, also from before a restart. What one import does to a lead or an account is one change;
/// new and removed leads and accounts are none.
/// </summary>
/// <param name="listeners">Lazy, because listeners read the log.</param>
internal sealed class ChangeLog(
    Lazy<IEnumerable<IChangeListener>> listeners, ImportJobs imports, IStateStore states, TimeProvider clock, ILogger<ChangeLog> log)
    : RecordedState("changes", TimeSpan.FromSeconds(1), states, clock, log), IModelListener
{
    public const int Kept = 1_000;

    private const string AtRisk = "at_risk", Healthy = "healthy";

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock = clock;
    private readonly List<BandChange> _changes = [];

    // What the current import brought: its leads and accounts are still being loaded.
    private readonly HashSet<(string, string?)> _new = [];
    private string? _import;
    private long _last;
    private bool _isChanged;

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
        if (change.Previous is not { } previous)
            NoteNew((account.Id, null), change.Cause);
        else if (previous.AtRisk != account.AtRisk)
            Add(
                null, account, previous.AtRisk ? AtRisk : Healthy, account.AtRisk ? AtRisk : Healthy, change,
                CauseText.Effect(previous.Health, account.Health));
        foreach (var lead in change.Leads)
        {
            if (lead is { Before: null, Lead: { } added })
                NoteNew(("", added.Id), change.Cause);
            if (lead is { Lead: { } row, PreviousPriority: { } before } && before != row.Priority)
                Add(
                    row.Id, account, Wire.Name(before), Wire.Name(row.Priority), change,
                    CauseText.Effect(lead.Before?.Row.Factors, row.Factors));
        }
    }

    protected override ValueTask RestoreAsync(byte[]? stored, CancellationToken cancellation)
    {
        if (stored is null)
            return ValueTask.CompletedTask;
        lock (_gate)
        {
            _changes.AddRange(JsonSerializer.Deserialize<List<BandChange>>(stored, JsonSerializerOptions.Web)!);
            _last = _changes.Count > 0 ? _changes.Max(c => c.Number) : 0;
        }
        return ValueTask.CompletedTask;
    }

    protected override byte[]? TakeChanged()
    {
        // Changes wait for the lock, so only the copy is made under it.
        BandChange[] changes;
        lock (_gate)
        {
            if (!_isChanged)
                return null;
            _isChanged = false;
            changes = [.. _changes];
        }
        return JsonSerializer.SerializeToUtf8Bytes(changes, JsonSerializerOptions.Web);
    }

    protected override void NotStored() => _isChanged = true;

    private void NoteNew((string, string?) subject, ChangeCause? cause)
    {
        if (cause?.Import is not { } import)
            return;
        lock (_gate)
        {
            if (_import != import)
                _new.Clear();
            _import = import;
            _new.Add(subject);
        }
    }

    private void Add(string? lead, AccountRow account, string before, string after, AccountChange by, string? effect)
    {
        var change = new BandChange(
            0, _clock.GetUtcNow(), lead, new(account.Id, account.Name), before, after,
            by.Cause is null
                ? null
                : CauseText.Json(by.Cause, by.Cause.Import is { } id ? imports.BroughtBy(id, by.Cause.Sequence) : null, effect),
            by.Cause?.Import);
        lock (_gate)
        {
            if (by.Cause is { } cause && cause.IsOfImport(_import) && _new.Contains(change.Subject))
                return;
            _isChanged = true;
            change = Joined(change);
            if (change.Before == change.After)
                return;
            if (_changes.Count == Kept)
                _changes.RemoveAt(0);
            _changes.Add(change);
        }
        foreach (var listener in listeners.Value)
            listener.Happened(change);
    }

    // A later step of the same import replaces the former one.
    private BandChange Joined(BandChange change)
    {
        var at = _changes.FindLastIndex(c => c.Subject == change.Subject);
        if (at < 0 || change.Import is not { } import || _changes[at].Import != import)
            return change with { Number = ++_last };
        var former = _changes[at];
        _changes.RemoveAt(at);
        return change with { Number = former.Number, Before = former.Before };
    }
}
