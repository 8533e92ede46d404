using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Silo;
using OneLead.Storage;
using OneLead.Views;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Tests.ReadModel;

public sealed class ModelFollowerTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onelead-").FullName;
    private readonly FakeTimeProvider _clock = new();
    private readonly LiveModel _live = new(new Lazy<IEnumerable<IModelListener>>([]));
    private readonly SilentAccounts _silent = new();
    private readonly MeterListener _meters = new();
    private IHost _host = null!;
    private LossyChanges _changes = null!;
    private ModelFollower _follower = null!;
    private long _repairs;

    public async ValueTask InitializeAsync()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.AddOneLeadSilo(_folder);
        builder.Services.AddSingleton<IIncomingGrainCallFilter>(_silent);
        _host = builder.Build();
        await _host.StartAsync();
        var services = _host.Services;
        _changes = new LossyChanges(services.GetRequiredService<IChangePublisher>());
        var meters = services.GetRequiredService<IMeterFactory>();
        _follower = new ModelFollower(
            Keys.DefaultTenant, services.GetRequiredService<IGrainFactory>(), services.GetRequiredService<ISnapshotStore>(),
            services.GetRequiredService<IEntityReader>(), _changes, services.GetRequiredService<IPeerChanges>(), _live,
            new ModelRepairs(meters, _clock), _clock, NullLogger<ModelFollower>.Instance);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "onelead.model.repairs" && ReferenceEquals(instrument.Meter.Scope, meters))
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _repairs, count));
        _meters.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _follower.StopAsync(CancellationToken.None);
        _follower.Dispose();
        _meters.Dispose();
        await _host.StopAsync();
        _changes.Dispose();
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_gap_in_the_batch_numbers_makes_it_load_everything_again()
    {
        await LoadedAsync();
        var first = _live.Unfiltered;
        await AppendAsync("S1");
        await ShowsAsync(3);
        Assert.Same(first, _live.Unfiltered);

        _changes.Loses = true;
        await AppendAsync("S2");
        await Wait.UntilAsync("a batch is lost", () => Task.FromResult(_changes.Lost > 0));
        _changes.Loses = false;
        await ShowsAsync(6);
        Assert.NotEqual(first.Epoch, _live.Unfiltered.Epoch);
    }

    [Fact]
    public async Task A_gap_while_it_loads_makes_it_load_again()
    {
        var held = _silent.Hold();
        await AppendAsync("S1");
        _changes.Loses = true;
        await _follower.StartAsync(CancellationToken.None);
        await Wait.UntilAsync("the load asks the account", () => Task.FromResult(_silent.IsAsked));
        await AppendAsync("S2");
        await Wait.UntilAsync("a batch is lost", () => Task.FromResult(_changes.Lost > 0));
        _changes.Loses = false;
        await _changes.BeatAsync();
        held.Dispose();
        await ShowsAsync(6);
        Assert.True(_changes.Subscriptions > 1);
    }

    [Fact]
    public async Task A_change_that_was_lost_without_a_gap_is_repaired_and_counted_and_one_on_its_way_is_not()
    {
        await LoadedAsync();
        var first = _live.Unfiltered;
        for (var i = 0; i < 70; i++)
        {
            await AppendAsync($"S{i}");
            await BeatAsync();
            // The clock runs faster than the machine: nothing may be on its way for as long as the pause between two comparisons.
            if (i % 10 == 9)
                await _host.Services.GetRequiredService<IIngest>().WaitUntilAppliedAsync(Keys.DefaultTenant);
        }
        await ShowsAsync(210);
        Assert.Equal(0, Interlocked.Read(ref _repairs));

        _changes.LosesSilently = true;
        await AppendAsync("lost");
        await Wait.UntilAsync("a change is lost", () => Task.FromResult(_changes.Lost > 0));
        await _host.Services.GetRequiredService<IIngest>().WaitUntilAppliedAsync(Keys.DefaultTenant);
        _changes.LosesSilently = false;
        await ShowsAsync(213);
        await IsRepairedOnceAsync();
        Assert.Same(first, _live.Unfiltered);
    }

    [Fact]
    public async Task An_account_that_does_not_answer_keeps_no_other_from_being_shown()
    {
        await AppendAsync("S1");
        _silent.Fails = true;
        await _follower.StartAsync(CancellationToken.None);
        await Wait.UntilAsync("the model is shown", () => Task.FromResult(_live.UnfilteredOrNull is not null));
        _silent.Fails = false;
        await ShowsAsync(3);
    }

    [Fact]
    public async Task An_account_that_did_not_answer_while_it_loaded_is_asked_until_it_does()
    {
        await AppendAsync("S1");
        await _host.Services.GetRequiredService<IIngest>().WaitUntilAppliedAsync(Keys.DefaultTenant);
        // What it published is over, and nothing of it is stored.
        using var never = _silent.HoldFlushes();
        _silent.Fails = true;
        await LoadedAsync();
        await BeatAsync();
        _silent.Fails = false;
        await ShowsAsync(3);
        Assert.Equal(1, _changes.Subscriptions);
    }

    [Fact]
    public async Task An_account_that_does_not_answer_after_a_gap_keeps_the_changes_of_no_other_waiting()
    {
        await LoadedAsync();
        await AppendAsync("S1");
        await ShowsAsync(3);
        _changes.LosesSilently = true;
        await AppendAsync("S2");
        await Wait.UntilAsync("a change is lost", () => Task.FromResult(_changes.Lost > 0));
        await _host.Services.GetRequiredService<IIngest>().WaitUntilAppliedAsync(Keys.DefaultTenant);
        _changes.LosesSilently = false;
        using (_silent.Hold())
        {
            await AppendAsync("S3");
            await Wait.UntilAsync("the account is asked", () => Task.FromResult(_silent.IsAsked));
            await AppendAsync("S4", territory: "2");
            await ShowsAsync(6);
        }
        await ShowsAsync(12);
        Assert.Equal(1, _changes.Subscriptions);
    }

    [Fact]
    public async Task An_account_that_is_listed_although_it_has_no_records_is_removed_and_counted()
    {
        await AppendAsync("S1");
        await LoadedAsync();
        var ghost = TestData.Account(7, new Random(7));
        _live.Unfiltered.Apply(new AccountDelta(ghost.Id, new StateVersion(1, 1), default, ghost, true, [], []), out _);
        await Wait.UntilAsync("it is not listed", async () =>
        {
            await BeatAsync();
            return _live.Unfiltered.Account(ghost.Id) is null;
        });
        await IsRepairedOnceAsync();
    }

    [Fact]
    public async Task A_model_that_is_loaded_later_has_the_sums_of_accounts_without_a_territory()
    {
        await _host.Services.GetRequiredService<IIngest>().AppendAsync(Keys.DefaultTenant,
        [
            new ChangeEvent(Keys.Customer("C1"), EventKind.Account, Keys.Customer("C1"), EventSchema.Version, "test", "C1",
                new DateTimeOffset(2025, 10, 1, 0, 0, 0, TimeSpan.Zero), EventData.Of(("name", FieldValue.Of("No Territory Inc")))),
        ]);
        await _host.Services.GetRequiredService<IIngest>().WaitUntilAppliedAsync(Keys.DefaultTenant);
        await LoadedAsync();
        Assert.Equal(1, _live.Unfiltered.State().Territories[Keys.TerritoryGrainKey(null)].Totals.Accounts);
    }

    [Fact]
    public async Task A_territory_that_is_not_the_sum_of_its_accounts_is_read_again_and_counted()
    {
        await AppendAsync("S1");
        await LoadedAsync();
        await ShowsAsync(3);
        // Once stored, the contribution is sent again.
        await Wait.UntilAsync("the account is stored", async () => (await _host.Services.GetRequiredService<ISnapshotStore>()
            .GetWatermarksAsync(Keys.DefaultTenant, [Keys.Territory("1")]))[0] > 0);
        await Wait.UntilAsync("the contribution is sent", async () =>
            (await _host.Services.GetRequiredService<IGrainFactory>().GetGrain<IJournalGrain>(Keys.DefaultTenant)
                .GetUnflushedAsync()).IsEmpty);
        await _host.Services.GetRequiredService<IIngest>().WaitUntilAppliedAsync(Keys.DefaultTenant);
        var right = _live.Unfiltered.State().Territories["1"];
        _live.Unfiltered.Apply(right with { Totals = right.Totals + right.Totals });
        await Wait.UntilAsync("the sum is right", async () =>
        {
            await BeatAsync();
            return _live.Unfiltered.State().Territories["1"].Totals == right.Totals;
        });
        await IsRepairedOnceAsync();
    }

    [Fact]
    public async Task A_territory_that_counts_an_account_which_has_left_adds_up_again_what_is_stored()
    {
        await AppendAsync("S1");
        await LoadedAsync();
        await ShowsAsync(3);
        var right = _live.Unfiltered.State().Territories["1"];
        await _host.Services.GetRequiredService<IGrainFactory>().GetGrain<ITerritoryGrain>(Keys.Grain(Keys.DefaultTenant, "1"))
            .Upsert([new ContributionUpsert("ghost", new StateVersion(1, 1), right.Totals, default)], areStored: false);
        await Wait.UntilAsync("the sum is wrong",
            () => Task.FromResult(_live.Unfiltered.State().Territories["1"].Totals == right.Totals + right.Totals));
        await Wait.UntilAsync("the sums are right", async () =>
        {
            await BeatAsync();
            var state = _live.Unfiltered.State();
            return state.Territories["1"].Totals == right.Totals && state.Portfolio.Totals == right.Totals;
        });
        await Wait.UntilAsync("a repair is counted", () => Task.FromResult(Interlocked.Read(ref _repairs) > 0));
    }

    // A repair is shown before it is counted.
    private async Task IsRepairedOnceAsync()
    {
        await Wait.UntilAsync("a repair is counted", () => Task.FromResult(Interlocked.Read(ref _repairs) > 0));
        Assert.Equal(1, Interlocked.Read(ref _repairs));
    }

    private async Task LoadedAsync()
    {
        await _follower.StartAsync(CancellationToken.None);
        await Wait.UntilAsync("the model is loaded", () => Task.FromResult(_live.UnfilteredOrNull is not null));
    }

    private Task ShowsAsync(int leads) => Wait.UntilAsync(() => $"{leads} leads instead of {_live.UnfilteredOrNull?.LeadCount}", async () =>
    {
        await BeatAsync();
        return _live.UnfilteredOrNull?.LeadCount == leads;
    });

    private async Task BeatAsync()
    {
        await _changes.BeatAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
    }

    private async Task AppendAsync(string serial, string territory = "1")
    {
        var at = new DateTimeOffset(2025, 10, 1, 0, 0, 0, TimeSpan.Zero);
        var ingest = _host.Services.GetRequiredService<IIngest>();
        await _host.Services.GetRequiredService<IGrainFactory>().GetGrain<ITenantGrain>(Keys.DefaultTenant)
            .BeginDay(new DateOnly(2025, 10, 29));
        await ingest.AppendAsync(Keys.DefaultTenant,
        [
            new ChangeEvent(Keys.Territory(territory), EventKind.Item, Keys.Item(null, serial), EventSchema.Version, "test",
                serial, at, EventData.Of(
                ("serial", FieldValue.Of(serial)), ("territory", FieldValue.Of(territory)),
                ("supportStatus", FieldValue.Of("Warranty Expired - Uncovered Box")), ("endOfLife", FieldValue.Of("2015-07-01")),
                ("productName", FieldValue.Of("HP DL360p Gen8 8-SFF CTO Server")))),
        ]);
    }

    // Passes batches on under numbers of its own, loses some, and adds heartbeats.
    private sealed class LossyChanges(IChangePublisher inner) : IChangePublisher, IDisposable
    {
        private readonly SemaphoreSlim _turn = new(1);
        private IChangeSubscriber? _subscriber;
        private long _number;

        /// <summary>Loses batches with changes, and their numbers.</summary>
        public bool Loses { get; set; }

        /// <summary>Loses changes and leaves the numbers whole.</summary>
        public bool LosesSilently { get; set; }

        public int Lost { get; private set; }

        public int Subscriptions { get; private set; }

        public IDisposable Subscribe(string tenant, IChangeSubscriber subscriber)
        {
            (_subscriber, _number) = (subscriber, 0);
            Subscriptions++;
            return inner.Subscribe(tenant, new Relay(this, subscriber));
        }

        public void Dispose() => _turn.Dispose();

        public ValueTask BeatAsync() => _subscriber is { } subscriber ? PassAsync(subscriber, new ChangeBatch(0, [])) : default;

        private async ValueTask PassAsync(IChangeSubscriber subscriber, ChangeBatch batch)
        {
            await _turn.WaitAsync();
            try
            {
                if (subscriber != _subscriber)
                    return;
                _number++;
                if (batch.Changes.Length > 0 && (Loses || LosesSilently))
                {
                    Lost++;
                    if (Loses)
                        return;
                    batch = batch with { Changes = [] };
                }
                await subscriber.ReceiveAsync(batch with { Number = _number });
            }
            finally
            {
                _turn.Release();
            }
        }

        private sealed class Relay(LossyChanges changes, IChangeSubscriber subscriber) : IChangeSubscriber
        {
            public ValueTask ReceiveAsync(ChangeBatch batch) => changes.PassAsync(subscriber, batch);
        }
    }

    // Accounts that do not say how they stand, or not yet.
    private sealed class SilentAccounts : IIncomingGrainCallFilter
    {
        private TaskCompletionSource? _held;

        public bool Fails { get; set; }

        public bool IsAsked { get; private set; }

        public bool AreFlushesHeld { get; private set; }

        /// <summary>Keeps accounts from being stored.</summary>
        public IDisposable HoldFlushes()
        {
            AreFlushesHeld = true;
            return new End(() => AreFlushesHeld = false);
        }

        public IDisposable Hold()
        {
            _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
            var held = _held;
            return new End(() => held.TrySetResult());
        }

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            if (AreFlushesHeld && context.InterfaceMethod.Name == nameof(IAccountGrain.Flush))
                return;
            if (context.InterfaceMethod.Name == nameof(IAccountGrain.Current) && context.Grain is IAccountGrain)
            {
                IsAsked = true;
                if (Fails)
                    throw new InvalidOperationException("The account does not answer.");
                if (_held is { } held)
                    await held.Task;
            }
            await context.Invoke();
        }

        private sealed class End(Action end) : IDisposable
        {
            public void Dispose() => end();
        }
    }
}
