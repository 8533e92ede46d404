using System.Text.Json;
using OneLead.Storage;
using OneLead.Views;
using OneLead.Web.Recording;

namespace OneLead.Web.ReadModel;

/// <summary>An account's health as it was last seen, and its last change.</summary>
internal sealed record RecordedHealth(Health Now, HealthMove? Moved);

/// <summary>Records the last change of each account's health, and restores it into every model that is loaded.</summary>
internal sealed class HealthHistory(LiveModel live, IStateStore states, TimeProvider clock, ILogger<HealthHistory> log)
    : RecordedState("health-moves", TimeSpan.FromMinutes(1), states, clock, log), IModelListener
{
    private volatile Dictionary<string, RecordedHealth> _recorded = [];
    private volatile bool _isChanged;

    /// <summary>A health that changed while the model did not follow counts as changed when the account was.</summary>
    public void Loaded(TenantModel model)
    {
        foreach (ref readonly var account in model.State().Accounts)
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
        if (change.Previous?.Health != change.Account?.Health)
            _isChanged = true;
    }

    protected override ValueTask RestoreAsync(byte[]? stored, CancellationToken cancellation)
    {
        if (stored is not null)
            _recorded = JsonSerializer.Deserialize<Dictionary<string, RecordedHealth>>(stored)!;
        return ValueTask.CompletedTask;
    }

    protected override byte[]? TakeChanged()
    {
        if (!_isChanged || live.Current is not { } model)
            return null;
        _isChanged = false;
        var recorded = new Dictionary<string, RecordedHealth>(StringComparer.Ordinal);
        foreach (ref readonly var account in model.State().Accounts)
            recorded[account.Row.Id] = new(account.Row.Health, account.Moved);
        _recorded = recorded;
        return JsonSerializer.SerializeToUtf8Bytes(recorded);
    }

    protected override void NotStored() => _isChanged = true;
}
