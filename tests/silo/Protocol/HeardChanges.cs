using Microsoft.Extensions.DependencyInjection;
using OneLead.Grains;
using OneLead.Views;

namespace OneLead.Silo.Tests.Protocol;

/// <summary>
/// Follows the changes of a silo as a read model does: whole states replace, others change what they follow, and a gap asks the account.
/// </summary>
internal sealed class HeardChanges : IChangeSubscriber, IDisposable
{
    private readonly TestSilo _silo;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (StateVersion Version, Dictionary<string, LeadRow> Leads)> _accounts = new(StringComparer.Ordinal);
    private readonly List<AccountDelta> _deltas = [];
    private readonly IDisposable _subscription;

    public HeardChanges(TestSilo silo)
    {
        _silo = silo;
        _subscription = silo.Services.GetRequiredService<IChangePublisher>().Subscribe(TestSilo.Tenant, this);
    }

    public void Dispose() => _subscription.Dispose();

    public IReadOnlyList<AccountDelta> Of(string account)
    {
        lock (_gate)
            return [.. _deltas.Where(d => d.AccountId == account)];
    }

    /// <summary>The leads of each account that has any, as followed.</summary>
    public IReadOnlyDictionary<string, string> Leads()
    {
        lock (_gate)
            return _accounts.Where(a => a.Value.Leads.Count > 0)
                .ToDictionary(a => a.Key, a => Text(a.Value.Leads.Values), StringComparer.Ordinal);
    }

    /// <summary>The leads of these accounts, as the accounts have them.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ExpectedAsync(IEnumerable<string> accounts)
    {
        var expected = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var account in accounts)
        {
            if (await AskAsync(account) is { Row: not null, Changed.Length: > 0 } state)
                expected[account] = Text(state.Changed);
        }
        return expected;
    }

    public async ValueTask ReceiveAsync(ChangeBatch batch)
    {
        foreach (var change in batch.Changes)
        {
            if (change.Account is not { } delta)
                continue;
            lock (_gate)
                _deltas.Add(delta);
            if (!Take(delta) && await AskAsync(delta.AccountId) is { } whole)
                Take(whole);
        }
    }

    private static string Text(IEnumerable<LeadRow> leads) =>
        string.Join(' ', leads.OrderBy(l => l.Id, StringComparer.Ordinal).Select(l => $"{l.Id}={l.Score}/{l.Status}"));

    private async Task<AccountDelta?> AskAsync(string account) =>
        await _silo.Grains.GetGrain<IAccountGrain>(Keys.Grain(TestSilo.Tenant, account)).Current();

    private bool Take(AccountDelta delta)
    {
        lock (_gate)
        {
            var (version, leads) = _accounts.GetValueOrDefault(delta.AccountId, (default, []));
            if (delta.Version <= version)
                return true;
            if (!delta.IsWhole && delta.Previous > version)
                return false;
            if (delta.IsWhole)
                leads.Clear();
            foreach (var id in delta.Removed)
                leads.Remove(id);
            foreach (var lead in delta.Changed)
                leads[lead.Id] = lead;
            _accounts[delta.AccountId] = (delta.Version, leads);
            return true;
        }
    }
}
