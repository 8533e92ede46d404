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
    Lazy<IEnumerable<IChangeListener>> listeners, ImportJobs imports, RecorderLease lease, IStateStore states, TimeProvider clock,
    ILogger<ChangeLog> log)
    : RecordedState("changes", TimeSpan.FromSeconds(1), lease, states, clock, log), IModelListener
{
    public const int Kept = 1_000;

    // Longer than it takes until another node records.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(2);

    private const string AtRisk = "at_risk", Healthy = "healthy";

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock = clock;
    private readonly List<BandChange> _changes = [];

    // What this node saw lately: what the one that recorded until now did not store is added from here.
    private readonly Queue<(BandChange Change, long After)> _seen = new();

    // What the current import brought: its leads and accounts are still being loaded.
    private readonly HashSet<(string, string?)> _new = [];
    private string? _import;
    private long _last;
    private bool _isChanged, _isRestored;

    /// <summary>The changes after a time of the accounts that a caller sees, the newest first.</summary>
    public IReadOnlyList<BandChange> Since(DateTimeOffset time, VisibleModel model)
    {
        List<BandChange> changes;
        lock (_gate)
            changes = [.. _changes.Where(c => c.At > time).Reverse()];
        changes.RemoveAll(c => !model.Sees(c.Account.Id));
        return changes;
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

    protected override ValueTask RestoreAsync(byte[]? stored, byte[]? recent, CancellationToken cancellation)
    {
        var changes = stored is null ? [] : JsonSerializer.Deserialize<List<BandChange>>(stored, JsonSerializerOptions.Web)!;
        List<BandChange> news;
        lock (_gate)
        {
            var known = _changes.ToDictionary(c => c.Number, c => (c.At, c.After));
            news = [.. changes.Where(c => !known.TryGetValue(c.Number, out var was) || was != (c.At, c.After))];
            _changes.Clear();
            _changes.AddRange(changes);
            _last = _changes.Count > 0 ? _changes.Max(c => c.Number) : 0;
        }
        if (_isRestored)
            Tell(news);
        _isRestored = true;
        return ValueTask.CompletedTask;
    }

    protected override void Begin()
    {
        List<BandChange> missed;
        lock (_gate)
            missed = [.. _seen.Select(s => Record(s.Change, s.After)).OfType<BandChange>()];
        Tell(missed);
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
            by.Cause?.Import, by.Sequence);
        lock (_gate)
        {
            if (by.Cause is { } cause && cause.IsOfImport(_import) && _new.Contains(change.Subject))
                return;
            while (_seen.TryPeek(out var oldest) && (_seen.Count == Kept || change.At - oldest.Change.At > Remembered))
                _seen.Dequeue();
            _seen.Enqueue((change, by.After));
            if (!IsRecording || Record(change, by.After) is not { } recorded)
                return;
            change = recorded;
        }
        Tell([change]);
    }

    // Null if it is no change after what is recorded already.
    private BandChange? Record(BandChange change, long after)
    {
        var last = _changes.FindLast(c => c.Subject == change.Subject);
        // Another node has recorded it, or a step of it.
        if (last is not null && last.Sequence > after)
        {
            if (last.Sequence >= change.Sequence)
                return null;
            change = change with { Before = last.After };
        }
        if (change.Before == change.After)
            return null;
        _isChanged = true;
        change = Joined(change);
        if (change.Before == change.After)
            return null;
        if (_changes.Count == Kept)
            _changes.RemoveAt(0);
        _changes.Add(change);
        return change;
    }

    private void Tell(List<BandChange> changes)
    {
        foreach (var change in changes)
        {
            foreach (var listener in listeners.Value)
                listener.Happened(change);
        }
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
