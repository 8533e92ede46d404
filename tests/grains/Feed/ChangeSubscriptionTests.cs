using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OneLead.Feed;
using OneLead.Views;

namespace OneLead.Grains.Tests.Feed;

public sealed class ChangeSubscriptionTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SlowReader _reader = new();
    private readonly ChangeSubscription _subscription;

    public ChangeSubscriptionTests() => _subscription = new ChangeSubscription(_reader, _time, NullLogger.Instance);

    public void Dispose() => _subscription.Dispose();

    [Fact]
    public async Task Changes_that_come_while_a_batch_is_under_way_join_the_next_one_in_their_order()
    {
        _subscription.Add(Change(1));
        await _reader.BeganAsync(1);
        for (var i = 2; i <= 50; i++)
            _subscription.Add(Change(i));
        _reader.Go();
        await _subscription.WhenSentAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal([1, 2], _reader.Numbers);
        Assert.Equal(Enumerable.Range(1, 50), _reader.Changes);
    }

    [Fact]
    public async Task Who_waits_is_answered_once_the_reader_has_taken_what_was_added_and_not_before()
    {
        _subscription.Add(Change(1));
        await _reader.BeganAsync(1);
        var sent = _subscription.WhenSentAsync();
        Assert.False(sent.IsCompleted);
        _reader.Go();
        await sent.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.True(_subscription.WhenSentAsync().IsCompleted);
    }

    [Fact]
    public async Task A_batch_that_the_reader_could_not_take_leaves_a_gap_in_the_numbers()
    {
        _reader.Fails = true;
        _reader.Go();
        _subscription.Add(Change(1));
        await _subscription.WhenSentAsync().WaitAsync(TimeSpan.FromSeconds(20));
        _reader.Fails = false;
        _subscription.Add(Change(2));
        await _subscription.WhenSentAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal([1, 3], _reader.Numbers);
    }

    [Fact]
    public async Task What_a_stalled_reader_loses_it_sees_as_a_gap_in_the_numbers()
    {
        _subscription.Add(Change(1));
        await _reader.BeganAsync(1);
        for (var i = 0; i <= 200_000; i++)
            _subscription.Add(Change(2));
        _reader.Go();
        await _subscription.WhenSentAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal([1, 3], _reader.Numbers);
        Assert.Equal(2, _reader.Changes.Count);
    }

    [Fact]
    public async Task A_reader_hears_a_heartbeat_each_second_when_nothing_changes()
    {
        _reader.Go();
        _time.Advance(TimeSpan.FromSeconds(1));
        await _reader.BeganAsync(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Wait.UntilAsync("a second heartbeat", () =>
        {
            // A beat during the first batch is left out.
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(_reader.Numbers.Contains(2));
        });
        Assert.Empty(_reader.Changes);
    }

    [Fact]
    public async Task Who_waits_for_a_reader_that_has_gone_is_answered()
    {
        _subscription.Add(Change(1));
        await _reader.BeganAsync(1);
        var sent = _subscription.WhenSentAsync();
        _subscription.Dispose();
        await sent.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.True(_subscription.WhenSentAsync().IsCompleted);
    }

    private static Change Change(int number) => new() { Account = new AccountDelta($"{number}", default, default, null, true, [], []) };

    private sealed class SlowReader : IChangeSubscriber
    {
        private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ConcurrentQueue<ChangeBatch> _batches = new();

        public bool Fails { get; set; }

        public IReadOnlyList<long> Numbers => [.. _batches.Select(b => b.Number)];

        public IReadOnlyList<int> Changes => [.. _batches.SelectMany(b => b.Changes)
            .Select(c => int.Parse(c.Account!.AccountId, System.Globalization.CultureInfo.InvariantCulture))];

        public void Go() => _gate.TrySetResult();

        public Task BeganAsync(long number) => Wait.UntilAsync($"batch {number}", () => Task.FromResult(Numbers.Contains(number)));

        public async ValueTask ReceiveAsync(ChangeBatch batch)
        {
            _batches.Enqueue(batch);
            await _gate.Task;
            if (Fails)
                throw new InvalidOperationException("The reader fails.");
        }
    }
}
