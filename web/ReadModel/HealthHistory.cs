using System.Text.Json;
using OneLead.Storage;
using OneLead.Views;
using OneLead.Web.Recording;

namespace OneLead.Web.ReadModel;

/// <summary>An account's health as it was last seen, and its last change.</summary>
internal sealed record RecordedHealth(Health Now, HealthMove? Moved);

/// <summary>Records the last change of each account's health, and restores it into every model that is loaded.</summary>
internal sealed class HealthHistory(
    LiveModel live, RecorderLease lease, IStateStore states, TimeProvider clock, ILogger<HealthHistory> log)
    : RecordedState("health-moves", TimeSpan.FromMinutes(1), lease, states, clock, log), IModelListener
{
    private const int MaxRecent = 2_000;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _recent = new(StringComparer.Ordinal);
    private volatile Dictionary<string, RecordedHealth> _recorded = [];
    private volatile bool _isChanged;
    private bool _isRecentChanged;

    /// <summary>A health that changed while the model did not follow counts as changed when the account was.</summary>
    public void Loaded(TenantModel model)
    {
        foreach (var account in model.State().Accounts)
        {
            if (!_recorded.TryGetValue(account.Row.Id, out var recorded))
                continue;
            var moved = recorded.Now.Composite == account.Row.Health.Composite
                ? recorded.Moved
                : new HealthMove(recorded.Now, account.Row.UpdatedAt);
            if (moved is not null)
                model.Restore(account.Row.Id, moved);
        }
        _isChanged = true;
    }

    public void Changed(TenantModel model, AccountChange change)
    {
        if (change.Previous?.Health == change.Account?.Health)
            return;
        _isChanged = true;
        lock (_gate)
        {
            _recent.Add(change.AccountId);
            _isRecentChanged = true;
        }
    }

    protected override ValueTask RestoreAsync(byte[]? stored, byte[]? recent, CancellationToken cancellation)
    {
        var recorded = stored is null ? [] : JsonSerializer.Deserialize<Dictionary<string, RecordedHealth>>(stored)!;
        foreach (var (account, health) in recent is null ? [] : JsonSerializer.Deserialize<Dictionary<string, RecordedHealth>>(recent)!)
            recorded[account] = health;
        _recorded = recorded;
        if (live.UnfilteredOrNull is { } model)
        {
            foreach (var (account, health) in recorded)
                model.Adopt(account, health.Now, health.Moved);
        }
        return ValueTask.CompletedTask;
    }

    protected override void Begin() => _isChanged = true;

    protected override byte[]? TakeChanged()
    {
        if (!_isChanged || live.UnfilteredOrNull is not { } model)
            return null;
        _isChanged = false;
        lock (_gate)
        {
            _recent.Clear();
            _isRecentChanged = false;
        }
        var recorded = new Dictionary<string, RecordedHealth>(StringComparer.Ordinal);
        foreach (var account in model.State().Accounts)
            recorded[account.Row.Id] = new(account.Row.Health, account.Moved);
        _recorded = recorded;
        return JsonSerializer.SerializeToUtf8Bytes(recorded);
    }

    protected override byte[]? TakeRecent()
    {
        string[] accounts;
        lock (_gate)
        {
            if (!_isRecentChanged || _recent.Count > MaxRecent)
                return null;
            _isRecentChanged = false;
            accounts = [.. _recent];
        }
        if (live.UnfilteredOrNull is not { } model)
            return null;
        return JsonSerializer.SerializeToUtf8Bytes(accounts.Select(model.AccountEntry).OfType<AccountEntry>()
            .ToDictionary(a => a.Row.Id, a => new RecordedHealth(a.Row.Health, a.Moved), StringComparer.Ordinal));
    }

    protected override void NotStored() => _isChanged = true;
}
