using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OneLead.Territories;
using OneLead.Views;

namespace OneLead.Grains.Tests.Territories;

/// <summary>Contributions reach their territory once, newest last, whatever the territory answers.</summary>
public sealed class ContributionSenderTests : IDisposable
{
    private const string Tenant = "t", North = "north", Account = "a";

    private readonly FakeTimeProvider _time = new();
    private readonly Territory _territory = new();
    private readonly ContributionSender _sender;

    public ContributionSenderTests() =>
        _sender = new(_ => _territory, _time, NullLogger<ContributionSender>.Instance);

    public void Dispose() => _sender.Dispose();

    [Fact]
    public async Task While_a_batch_is_under_way_only_the_newest_contribution_of_each_account_waits()
    {
        Send(1);
        await _territory.CalledAsync(1);
        Send(2);
        Send(4);
        Send(3);
        _sender.Send(Tenant, North, Part("b", 1), isStored: false);
        _territory.AnswerAll();
        await ArrivedAsync();
        Assert.Equal(["a1", "a4 b1"], _territory.Taken);
    }

    [Fact]
    public async Task A_batch_that_failed_is_sent_again_with_what_came_meanwhile()
    {
        _territory.Failures = 2;
        _territory.AnswerAll();
        Send(1);
        await _territory.CalledAsync(1);
        Send(2);
        await RetriedAsync(3);
        await ArrivedAsync();
        Assert.Equal(["a2"], _territory.Taken);
        Assert.False(_sender.IsPending(Tenant, Account));
    }

    [Fact]
    public async Task An_account_is_pending_until_its_contribution_has_arrived()
    {
        Send(1);
        await _territory.CalledAsync(1);
        Send(2);
        var arrived = ArrivedAsync();
        Assert.True(_sender.IsPending(Tenant, Account));
        Assert.False(arrived.IsCompleted);
        Assert.False(_sender.IsPending("other", Account));
        _territory.AnswerAll();
        await arrived;
        Assert.False(_sender.IsPending(Tenant, Account));
    }

    [Fact]
    public async Task A_contribution_of_a_stored_snapshot_says_so_and_is_not_pending()
    {
        _sender.Send(Tenant, North, Part(Account, 1), isStored: true);
        Assert.False(_sender.IsPending(Tenant, Account));
        _territory.AnswerAll();
        await ArrivedAsync();
        Send(2);
        await ArrivedAsync();
        Assert.Equal([true, false], _territory.AreStored);
    }

    [Fact]
    public async Task A_territory_is_remembered_until_a_stored_snapshot_names_it_or_it_knows_that_the_account_has_left()
    {
        _territory.AnswerAll();
        Send(1);
        _sender.Send(Tenant, "south", Part(Account, 2), isStored: false);
        await ArrivedAsync();
        Assert.Equal([North, "south"], _sender.UnstoredTerritories(Tenant, Account).Order());
        _sender.NoteStored(Tenant, Account, "south");
        Assert.Equal([North], _sender.UnstoredTerritories(Tenant, Account));
        _sender.Send(Tenant, North, new(Account, new(3, 1), null, default), isStored: false);
        await ArrivedAsync();
        Assert.Empty(_sender.UnstoredTerritories(Tenant, Account));
    }

    [Fact]
    public async Task Nothing_is_repeated_after_the_sender_was_stopped()
    {
        _territory.Failures = int.MaxValue;
        _territory.AnswerAll();
        Send(1);
        await _territory.CalledAsync(1);
        _sender.Dispose();
        _time.Advance(TimeSpan.FromMinutes(1));
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.InRange(_territory.Calls, 1, 2);
        Assert.Empty(_territory.Taken);
    }

    private void Send(long sequence) => _sender.Send(Tenant, North, Part(Account, sequence), isStored: false);

    private Task ArrivedAsync() => _sender.WhenArrivedAsync(Tenant).WaitAsync(TimeSpan.FromSeconds(20));

    // The pause begins a moment after the call has failed.
    private async Task RetriedAsync(int calls)
    {
        while (_territory.Calls < calls)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(5);
        }
    }

    private static ContributionUpsert Part(string id, long sequence) =>
        new(id, new(sequence, 1), default(Contribution) with { Accounts = 1 }, default);

    private sealed class Territory : ITerritoryGrain
    {
        private readonly TaskCompletionSource _answers = new();
        private int _calls;

        public int Failures { get; set; }

        public int Calls => Volatile.Read(ref _calls);

        public List<string> Taken { get; } = [];

        public List<bool> AreStored { get; } = [];

        public void AnswerAll() => _answers.TrySetResult();

        public async Task CalledAsync(int calls)
        {
            while (Calls < calls)
                await Task.Delay(5);
        }

        public async Task Upsert(ImmutableArray<ContributionUpsert> accounts, bool areStored)
        {
            Interlocked.Increment(ref _calls);
            await _answers.Task;
            if (Failures > 0)
            {
                Failures--;
                throw new TimeoutException();
            }
            Taken.Add(string.Join(' ', accounts.Select(a => $"{a.Id}{a.Version.Sequence}").Order(StringComparer.Ordinal)));
            AreStored.Add(areStored);
        }

        public Task<TerritoryView> View() => throw new NotSupportedException();
    }
}
