using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OneLead.Testing.Senders;
using OneLead.Sources.Configuration;
using OneLead.Storage;

namespace OneLead.Web.Tests.Webhooks;

/// <summary>A server of its own that logs all that it can, and whose store fails on demand.</summary>
public sealed class WebhookFaultTests : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("onelead-web-test-").FullName;
    private readonly FailingLetters _letters = new();
    private WebApplication _app = null!;

    private Log Logged { get; } = new();

    private HttpClient Http { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        SourcesFile.Write(Path.Combine(_data, SourcesFile.Name), Sender.All.Select(s => s.Source() with { Name = s.Format }));
        var settings = new Dictionary<string, string?>
        {
            ["OneLead:Data"] = _data,
            ["Logging:LogLevel:Default"] = "Trace",
            ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
            ["Logging:Console:LogLevel:Default"] = "None",
        };
        _app = Server.Build(new ServerArguments("http://127.0.0.1:0", new DateOnly(2025, 10, 29), Settings: settings), services =>
        {
            services.AddSingleton<ILoggerProvider>(Logged);
            var store = services.Last(s => s.ServiceType == typeof(IDeadLetterStore));
            services.Replace(ServiceDescriptor.Singleton<IDeadLetterStore>(
                provider => _letters.Over((IDeadLetterStore)store.ImplementationFactory!(provider))));
        });
        await _app.StartAsync();
        Http = new HttpClient
        {
            BaseAddress = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
        };
        await ServerFixture.UntilAsync(async () => (await Http.GetAsync("/readyz")).IsSuccessStatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        // Stopped within moments of its start, a server may wait for its full time to shut down.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
        TemporaryData.Delete(_data);
    }

    [Fact]
    public async Task No_secret_is_logged_whatever_is_logged()
    {
        foreach (var sender in Sender.All)
        {
            foreach (var body in (byte[][])[sender.Change(1, WebhookFixture.Now), "{"u8.ToArray()])
            {
                (await Http.SendAsync(sender.Send(body, WebhookFixture.Now, sender.Secret).Http(sender.Format))).Dispose();
                (await Http.SendAsync(DynamicsSender.SendByCode(body, sender.Secret).Http(sender.Format))).Dispose();
            }
        }
        Assert.True(Logged.Lines.Count > 100);
        Assert.Contains(Logged.Lines, l => l.Contains("webhooks of hubspot", StringComparison.Ordinal));
        foreach (var sender in Sender.All)
        {
            string[] secrets = [sender.Secret, Uri.EscapeDataString(sender.Secret),
                sender.Send([]).Headers.FirstOrDefault(h => h.Name == "Authorization").Value?.Split(' ')[1] ?? sender.Secret];
            Assert.DoesNotContain(Logged.Lines, l => secrets.Any(s => l.Contains(s, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_delivery_that_cannot_be_kept_is_not_acknowledged_and_its_repeat_is()
    {
        var hubspot = Sender.Of("hubspot");
        var at = WebhookFixture.Now;
        var body = HubSpotSender.Body(HubSpotSender.PropertyChange("deal", 1, "amount", "a lot", at),
            HubSpotSender.PropertyChange("deal", 1, "dealname", "Fine", at));
        _letters.Fails = true;
        using (var refused = await Http.SendAsync(hubspot.Send(body, at, hubspot.Secret).Http("hubspot")))
            Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (refused.StatusCode, refused.Headers.RetryAfter is not null));
        _letters.Fails = false;
        using var taken = await Http.SendAsync(hubspot.Send(body, at, hubspot.Secret).Http("hubspot"));
        Assert.Equal("""{"accepted":0,"repeated":1,"deadLetters":1,"futureTimes":0}""", await taken.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Too_much_waiting_is_said_with_the_time_to_come_back()
    {
        var hubspot = Sender.Of("hubspot");
        _letters.IsOverloaded = true;
        using var refused = await Http.SendAsync(hubspot.Send(HubSpotSender.Body(HubSpotSender.PropertyChange("deal", 1, "amount", "a lot",
            WebhookFixture.Now)), WebhookFixture.Now, hubspot.Secret).Http("hubspot"));
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(2)), (refused.StatusCode, refused.Headers.RetryAfter?.Delta));
        var metrics = await Http.GetStringAsync("/metrics");
        Assert.Contains("onelead_webhook_deliveries_total{outcome=\"overloaded\",source=\"hubspot\"} 1", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sources_that_were_never_readable_send_the_senders_away_for_now()
    {
        var data = Directory.CreateTempSubdirectory("onelead-web-test-").FullName;
        await File.WriteAllTextAsync(Path.Combine(data, SourcesFile.Name), "sources: [");
        await using (var app = Server.Build(new ServerArguments("http://127.0.0.1:0", new DateOnly(2025, 10, 29),
            Settings: new Dictionary<string, string?> { ["OneLead:Data"] = data, ["Logging:LogLevel:Default"] = "None" })))
        {
            await app.StartAsync();
            using var http = new HttpClient
            {
                BaseAddress = new Uri(
                    app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
            };
            var hubspot = Sender.Of("hubspot");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.SendAsync(hubspot
                .Send(hubspot.Change(1, WebhookFixture.Now), WebhookFixture.Now, hubspot.Secret).Http("hubspot"))).StatusCode);
            await app.StopAsync();
        }
        TemporaryData.Delete(data);
    }

    /// <summary>The real store, or a failure before it.</summary>
    private sealed class FailingLetters : IDeadLetterStore
    {
        private IDeadLetterStore _store = null!;

        public bool Fails { get; set; }

        public bool IsOverloaded { get; set; }

        public FailingLetters Over(IDeadLetterStore store)
        {
            _store = store;
            return this;
        }

        public ValueTask<ImmutableArray<long>> AddAsync(string tenant, ImmutableArray<NewDeadLetter> letters,
            CancellationToken cancellation = default) =>
            Fails ? throw new JournalUnavailableException("The disk is full.")
                : IsOverloaded ? throw new IngestOverloadedException(TimeSpan.FromSeconds(2))
                : _store.AddAsync(tenant, letters, cancellation);

        public ValueTask<ImmutableArray<DeadLetter>> ListAsync(string tenant, string? source, DeadLetterState? state, long after, int limit,
            CancellationToken cancellation = default) =>
            _store.ListAsync(tenant, source, state, after, limit, cancellation);

        public ValueTask<DeadLetter?> FindAsync(string tenant, long id, CancellationToken cancellation = default) =>
            _store.FindAsync(tenant, id, cancellation);

        public ValueTask<DeadLetter?> UpdateAsync(DeadLetter changed, CancellationToken cancellation = default) =>
            _store.UpdateAsync(changed, cancellation);

        public ValueTask<ImmutableArray<DeadLetterCount>> CountAsync(string tenant, CancellationToken cancellation = default) =>
            _store.CountAsync(tenant, cancellation);
    }

    /// <summary>Keeps what is logged, with scopes and exceptions.</summary>
    private sealed class Log : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            Lines.Enqueue(Text(state));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Lines.Enqueue($"{formatter(state, exception)} {Text(state)} {exception}");

        public void Dispose()
        {
        }

        private static string Text<TState>(TState state) => state is IEnumerable<KeyValuePair<string, object?>> pairs
            ? string.Join(' ', pairs.Select(p => $"{p.Key}={p.Value}"))
            : $"{state}";
    }
}
