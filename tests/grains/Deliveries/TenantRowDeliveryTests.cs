using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OneLead.Deliveries;
using OneLead.Feed;
using OneLead.Grains.Tests.Accounts;
using OneLead.Journal;
using OneLead.Snapshots;
using OneLead.Territories;

namespace OneLead.Grains.Tests.Deliveries;

public sealed class TenantRowDeliveryTests : IAsyncLifetime
{
    private static readonly DateOnly Due = new(2025, 11, 1);

    private readonly SnapshotFolder _snapshots = new();
    private readonly FakeTimeProvider _time = new();
    private readonly DeliveryQueue _queue = new();
    private readonly TenantTail _tail = new(SnapshotFolder.Tenant, null!);
    private readonly ConcurrentQueue<string> _delivered = new();
    private readonly ConcurrentDictionary<string, bool> _failing = new();
    private readonly CancellationTokenSource _stopping = new();
    private UnflushedAccounts _unflushed = null!;
    private TenantRowDelivery _delivery = null!;
    private Task _running = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        await _snapshots.SaveAsync("due", 5, Due);
        await _snapshots.SaveAsync("due too", 5, Due);
        await _snapshots.SaveAsync("not due", 5, Due.AddDays(30));
        _unflushed = new UnflushedAccounts(SnapshotFolder.Tenant, _snapshots.Store, _time);
        // No account is marked, so the writer calls no grain.
        var writer = new SnapshotWriter(
            _snapshots.Store, new ContributionSender(null!, _time, NullLogger<ContributionSender>.Instance), null!, _time,
            NullLogger<SnapshotWriter>.Instance);
        _delivery = new TenantRowDelivery(
            SnapshotFolder.Tenant, _tail, _queue, _unflushed, _snapshots.Store, writer,
            new ChangePublisher(_time, NullLogger<ChangePublisher>.Instance), _time, NullLogger.Instance);
        _running = Task.WhenAll(_delivery.RunAsync(_stopping.Token), WorkAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _queue.Close();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _snapshots.Dispose();
        _stopping.Dispose();
    }

    [Fact]
    public async Task A_day_reaches_the_accounts_that_are_due_and_those_that_are_not_stored_and_no_other()
    {
        _unflushed.Add("new", 6);
        Begin(7, "2025-11-01");
        await _delivery.WhenAppliedAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(["due", "due too", "new"], _delivered.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_day_half_told_holds_flushed_through_and_is_told_again_until_no_account_is_left()
    {
        _failing["due"] = true;
        Begin(7, "2025-11-01");
        var applied = _delivery.WhenAppliedAsync();
        await Wait.UntilAsync("the other account has the day", () => Task.FromResult(_delivered.Contains("due too")));
        Assert.False(applied.IsCompleted);
        Assert.Equal(0, _delivery.Through);

        _failing.Clear();
        await ForwardAsync(() => applied.IsCompleted && _delivery.Through == long.MaxValue);
        Assert.Contains("due", _delivered);
    }

    [Fact]
    public async Task An_account_that_fails_does_not_keep_the_next_day_from_the_others()
    {
        _failing["due"] = true;
        await _snapshots.SaveAsync("tomorrow", 5, Due.AddDays(1));
        Begin(7, "2025-11-01");
        Begin(8, "2025-11-02");
        await ForwardAsync(() => _delivered.Contains("tomorrow"));
        Assert.DoesNotContain("due", _delivered);
        Assert.Equal(0, _delivery.Through);
        _failing.Clear();
        await ForwardAsync(() => _delivery.Through == long.MaxValue);
        Assert.Contains("due", _delivered);
    }

    [Fact]
    public async Task Who_waits_for_a_day_when_the_journal_closes_or_asks_later_is_told()
    {
        _failing["due"] = true;
        Begin(7, "2025-11-01");
        var before = _delivery.WhenAppliedAsync();
        await _stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => before.WaitAsync(TimeSpan.FromSeconds(20)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(_delivery.WhenAppliedAsync);
    }

    private void Begin(long sequence, string day)
    {
        _tail.Apply([Rows.Day(sequence, day)]);
        _queue.AddedThrough(sequence);
        _delivery.Announce(sequence, sequence);
    }

    private Task ForwardAsync(Func<bool> isSo) => Wait.UntilAsync("the day is told", () =>
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return Task.FromResult(isSo());
    });

    // Does what the accounts do: takes the day in, and is stored with the next day on which something changes.
    private async Task WorkAsync()
    {
        while (await _queue.NextAsync(_stopping.Token) is { } pending)
        {
            if (_failing.ContainsKey(pending.Account))
            {
                _queue.Failed(pending);
                _ = RestAsync(pending.Account);
                continue;
            }
            await _snapshots.SaveAsync(pending.Account, pending.UpTo, nextDue: null, tenantSequence: pending.UpTo);
            _delivered.Enqueue(pending.Account);
            _queue.Applied(pending);
        }
    }

    private async Task RestAsync(string account)
    {
        await Task.Delay(20);
        _queue.Rested(account);
    }
}
