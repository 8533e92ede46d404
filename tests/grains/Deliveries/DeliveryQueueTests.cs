using OneLead.Deliveries;
using OneLead.Events;
using OneLead.Grains.Tests.Accounts;

namespace OneLead.Grains.Tests.Deliveries;

public class DeliveryQueueTests
{
    private readonly DeliveryQueue _queue = new();

    [Fact]
    public async Task An_account_has_one_delivery_at_a_time_and_rows_that_come_meanwhile_join_the_next()
    {
        _queue.Add("a", Row(1));
        var first = await NextAsync();
        _queue.Add("a", Row(2));
        _queue.Add("a", Row(3));
        _queue.Add("b", Row(4));

        Assert.Equal("b", (await NextAsync()).Account);
        Assert.Null(await ReadyAsync(_queue));
        _queue.Applied(first);
        var second = await NextAsync();

        Assert.Equal((0, 1), (first.Previous, first.UpTo));
        Assert.Equal((1, 3, 2), (second.Previous, second.UpTo, second.Rows.Count));
    }

    [Fact]
    public async Task A_failed_delivery_keeps_no_other_waiting_and_is_never_given_up()
    {
        _queue.Add("a", Row(1));
        _queue.Failed(await NextAsync());
        _queue.Add("a", Row(2));
        _queue.Add("b", Row(3));

        Assert.Equal("b", (await NextAsync()).Account);
        Assert.Null(await ReadyAsync(_queue));
        _queue.Rested("a");
        var again = await NextAsync();
        Assert.Equal(("a", 2L, PendingDelivery.ReadFromJournal, 1), (again.Account, again.UpTo, again.Previous, again.FailedAttempts));
    }

    [Fact]
    public async Task An_account_that_fails_again_and_again_is_named_and_keeps_nobody_waiting()
    {
        _queue.Add("a", Row(1));
        var (before, woken) = (_queue.WhenAppliedAsync(), _queue.WakeAsync("a", 1));
        for (var attempt = 1; attempt <= 8; attempt++)
        {
            Assert.False(before.IsCompleted || woken.IsCompleted);
            Assert.Empty(_queue.Stuck);
            _queue.Failed(await NextAsync());
            _queue.Rested("a");
        }
        await Task.WhenAll(before, woken, _queue.WhenAppliedAsync()).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(["a"], _queue.Stuck);

        // Rows that come while it is tried once more are waited for until that attempt fails.
        var again = await NextAsync();
        _queue.Add("a", Row(2));
        _queue.Add("b", Row(3));
        var later = _queue.WhenAppliedAsync();
        _queue.Failed(again);
        Assert.False(later.IsCompleted);
        _queue.Applied(await NextAsync());
        await later.WaitAsync(TimeSpan.FromSeconds(10));

        _queue.Rested("a");
        var healed = await NextAsync();
        Assert.Equal(2, healed.UpTo);
        _queue.Applied(healed);
        Assert.Empty(_queue.Stuck);
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task A_failed_delivery_that_takes_over_a_shorter_one_still_goes_as_far_as_before()
    {
        _queue.AddedThrough(120);
        _queue.Add("a", Row(120));
        var failing = await NextAsync();
        var woken = _queue.WakeAsync("a", 110);
        _queue.Failed(failing);
        _queue.Rested("a");
        var again = await NextAsync();

        Assert.Equal(120, again.UpTo);
        Assert.False(woken.IsCompleted);
        _queue.Applied(again);
        await woken;
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task An_account_that_is_woken_beyond_the_rows_that_were_added_reads_the_journal_and_skips_none()
    {
        _queue.BeginAfter(100);
        // Row 103 is committed, and is not added yet.
        _ = _queue.WakeAsync("a", 105);
        Assert.Equal(PendingDelivery.ReadFromJournal, (await NextAsync()).Previous);

        _queue.AddedThrough(105);
        _ = _queue.WakeAsync("b", 105);
        Assert.Equal(100, (await NextAsync()).Previous);
    }

    [Fact]
    public async Task Who_waits_is_answered_when_all_that_waited_is_applied_and_not_before()
    {
        _queue.Add("a", Row(1));
        var first = await NextAsync();
        _queue.Add("a", Row(2));
        var applied = _queue.WhenAppliedAsync();
        _queue.Applied(first);
        Assert.False(applied.IsCompleted);
        _queue.Add("a", Row(3));
        var second = await NextAsync();
        _queue.Add("a", Row(4));
        _queue.Applied(second);
        await applied.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Who_waits_when_the_queue_closes_or_asks_later_is_told_and_never_left_waiting()
    {
        _queue.Add("a", Row(1));
        _queue.Add("b", Row(2));
        var underWay = await NextAsync();
        var before = _queue.WhenAppliedAsync();
        _queue.Close();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => before);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(_queue.WhenAppliedAsync);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _queue.WakeAsync("c", 2));
        _queue.Failed(underWay);
        _queue.Rested("a");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(_queue.WhenAppliedAsync);
    }

    [Fact]
    public async Task It_says_up_to_which_row_all_is_applied_and_the_same_without_accounts_that_keep_failing()
    {
        for (var row = 1; row <= 3; row++)
            _queue.Add(row == 3 ? "b" : "a", Row(row));
        _queue.AddedThrough(3);
        var failing = await NextAsync();
        var other = await NextAsync();
        Assert.Equal((0L, 0L), _queue.AppliedThrough());
        _queue.Applied(other);
        Assert.Equal((0L, 0L), _queue.AppliedThrough());

        for (var attempt = 1; attempt <= 5; attempt++)
        {
            _queue.Failed(failing);
            _queue.Rested("a");
            failing = await NextAsync();
        }
        // Its first row is 1, and the others are applied.
        Assert.Equal((0L, 3L), _queue.AppliedThrough());
        _queue.Add("b", Row(4));
        _queue.AddedThrough(4);
        Assert.Equal((0L, 3L), _queue.AppliedThrough());
        _queue.Applied(failing);
        Assert.Equal((3L, 3L), _queue.AppliedThrough());
        _queue.Applied(await NextAsync());
        Assert.Equal((4L, 4L), _queue.AppliedThrough());
        // An account that is woken for rows that its snapshot lacks.
        _ = _queue.WakeAsync("c", 4, first: 2);
        Assert.Equal((1L, 1L), _queue.AppliedThrough());
    }

    [Fact]
    public void Whatever_happens_in_between_every_row_is_applied_once_and_in_order() => Always.Holds(
        FsCheck.Fluent.ArbMap.GeneratorFor<int>(FsCheck.Fluent.ArbMap.Default),
        seed => PlayAsync(new Random(seed)).GetAwaiter().GetResult(), times: 200);

    // Rows, failures and wakes at random. The accounts do what the real ones do: they read what a delivery leaves out.
    private static async Task PlayAsync(Random random)
    {
        var (queue, journal, applied) = (new DeliveryQueue(), new List<(string Account, long Sequence)>(),
            new Dictionary<string, List<long>>());
        var (watermarks, underWay, resting) = (new Dictionary<string, long>(), new List<PendingDelivery>(), new List<string>());
        for (var step = 0; step < 300 || queue.Count > 0; step++)
        {
            var account = $"{random.Next(3)}";
            switch (random.Next(step < 300 ? 6 : 2))
            {
                case 0 when underWay.Count > 0:
                    var at = random.Next(underWay.Count);
                    var pending = underWay[at];
                    underWay.RemoveAt(at);
                    if (step < 300 && random.Next(3) == 0)
                    {
                        Apply(pending, random.Next(2) == 0);
                        queue.Failed(pending);
                        resting.Add(pending.Account);
                        break;
                    }
                    Apply(pending, true);
                    queue.Applied(pending);
                    break;
                case < 2:
                    foreach (var rested in resting)
                        queue.Rested(rested);
                    resting.Clear();
                    if (underWay.Count < 3 && await ReadyAsync(queue) is { } next)
                        underWay.Add(next);
                    break;
                case < 4:
                    journal.Add((account, journal.Count + 1));
                    queue.Add(account, Row(journal.Count));
                    queue.AddedThrough(journal.Count);
                    break;
                case 4:
                    _ = queue.WakeAsync(account, random.Next(journal.Count + 1));
                    break;
                default:
                    // Committed, and not added before the wake.
                    journal.Add((account, journal.Count + 1));
                    _ = queue.WakeAsync(account, journal.Count);
                    queue.Add(account, Row(journal.Count));
                    queue.AddedThrough(journal.Count);
                    break;
            }
        }
        foreach (var account in applied.Keys)
            Assert.Equal(journal.Where(r => r.Account == account).Select(r => r.Sequence), applied[account]);
        Assert.Equal(journal.Count, applied.Values.Sum(a => a.Count));

        void Apply(PendingDelivery pending, bool isCarriedOut)
        {
            var watermark = watermarks.GetValueOrDefault(pending.Account);
            if (!isCarriedOut || pending.UpTo <= watermark)
                return;
            var rows = pending.Previous <= watermark ? pending.Rows.Select(r => r.Sequence)
                : journal.Where(r => r.Account == pending.Account && r.Sequence <= pending.UpTo).Select(r => r.Sequence);
            if (!applied.TryGetValue(pending.Account, out var all))
                applied.Add(pending.Account, all = []);
            all.AddRange(rows.Where(s => s > watermark));
            watermarks[pending.Account] = pending.UpTo;
        }
    }

    private static JournalEntry Row(long sequence) => Rows.Row(sequence, EventKind.Item, "hpe:S1", Rows.Item());

    private async Task<PendingDelivery> NextAsync() =>
        (await _queue.NextAsync(new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token))!;

    // A delivery that is ready is handed out at once.
    private static async Task<PendingDelivery?> ReadyAsync(DeliveryQueue queue)
    {
        using var waiting = new CancellationTokenSource();
        var next = queue.NextAsync(waiting.Token).AsTask();
        if (next.IsCompleted)
            return await next;
        await waiting.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        return null;
    }
}
