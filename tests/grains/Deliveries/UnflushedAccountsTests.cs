using Microsoft.Extensions.Time.Testing;
using OneLead.Deliveries;

namespace OneLead.Grains.Tests.Deliveries;

public sealed class UnflushedAccountsTests : IDisposable
{
    private readonly SnapshotFolder _snapshots = new();
    private readonly FakeTimeProvider _time = new();
    private readonly UnflushedAccounts _accounts;

    public UnflushedAccountsTests() => _accounts = new UnflushedAccounts(SnapshotFolder.Tenant, _snapshots.Store, _time);

    public void Dispose() => _snapshots.Dispose();

    [Fact]
    public async Task Flushed_through_ends_before_the_lowest_row_that_no_snapshot_has()
    {
        _accounts.Add("a", 3);
        _accounts.Add("a", 9);
        _accounts.Add("b", 5);
        Assert.Equal(2, (await _accounts.CompareAsync(9)).Through);

        await _snapshots.SaveAsync("a", 6);
        Assert.Equal(4, (await _accounts.CompareAsync(9)).Through);
        await _snapshots.SaveAsync("b", 5);
        Assert.Equal(6, (await _accounts.CompareAsync(9)).Through);
        Assert.Equal(["a"], _accounts.Accounts);
        await _snapshots.SaveAsync("a", 9);
        Assert.Equal(9, (await _accounts.CompareAsync(9)).Through);
    }

    [Fact]
    public async Task A_row_beyond_the_head_that_was_noted_counts_later_and_not_yet()
    {
        _accounts.Add("a", 12);
        Assert.Equal(10, (await _accounts.CompareAsync(10)).Through);
    }

    [Fact]
    public async Task An_account_that_a_takeover_found_holds_back_everything_from_its_first_row_on()
    {
        // Its rows follow 100; the journal's head is 200.
        await _snapshots.SaveAsync("a", 100);
        _accounts.Add("a", 101, 200);
        Assert.Equal(100, (await _accounts.CompareAsync(200)).Through);
        await _snapshots.SaveAsync("a", 150);
        Assert.Equal(150, (await _accounts.CompareAsync(200)).Through);
        await _snapshots.SaveAsync("a", 200);
        Assert.Equal(200, (await _accounts.CompareAsync(200)).Through);
    }

    [Fact]
    public async Task An_account_without_progress_is_late_after_its_patience_and_again_after_as_long()
    {
        _accounts.Add("a", 1);
        _accounts.Add("b", 2);
        await _snapshots.SaveAsync("b", 2);
        Assert.Empty((await _accounts.CompareAsync(2)).Late);
        _time.Advance(UnflushedAccounts.Patience + TimeSpan.FromSeconds(1));
        Assert.Equal(["a"], (await _accounts.CompareAsync(2)).Late);
        Assert.Empty((await _accounts.CompareAsync(2)).Late);
        _time.Advance(UnflushedAccounts.Patience + TimeSpan.FromSeconds(1));
        Assert.Equal(["a"], (await _accounts.CompareAsync(2)).Late);
    }

    [Fact]
    public async Task Two_comparisons_at_once_do_not_disturb_each_other()
    {
        for (var i = 1; i <= 200; i++)
        {
            _accounts.Add($"{i}", i);
            await _snapshots.SaveAsync($"{i}", i);
        }
        var through = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _accounts.CompareAsync(200))));
        Assert.All(through, t => Assert.Equal(200, t.Through));
    }
}
