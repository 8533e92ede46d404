using System.Globalization;
using OneLead.Samples;
using OneLead.Storage;

namespace OneLead.Web.Samples;

/// <summary>Whether to load sample data into an empty installation, and whether to simulate changes to it.</summary>
internal enum SampleMode { None, Load, Live }

/// <summary>
/// Loads sample data into an empty installation at startup, and simulates changes to it.
/// </summary>
internal sealed partial class SampleLoader : BackgroundService
{
    private const string Tenant = Keys.DefaultTenant;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(400);

    private readonly SampleMode _mode;
    private readonly bool _isEmpty;
    private readonly SampleStore _sample;
    private readonly IIngest _ingest;
    private readonly TimeProvider _clock;
    private readonly ILogger<SampleLoader> _log;

    // Constructed before the first day begins, which would make an empty installation look used.
    public SampleLoader(
        SampleMode mode, SampleStore sample, IJournal journal, IIngest ingest, TimeProvider clock, ILogger<SampleLoader> log)
    {
        (_mode, _sample, _ingest, _clock, _log) = (mode, sample, ingest, clock, log);
        _isEmpty = journal.Head(Tenant) == 0;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_mode == SampleMode.None)
            return;
        if (_isEmpty)
        {
            var day = await _sample.LoadAsync(stoppingToken);
            LogLoaded(SampleStore.Items, day);
        }
        if (_mode == SampleMode.Live)
            await PlayAsync(stoppingToken);
    }

    private async Task PlayAsync(CancellationToken stopping)
    {
        if (await _sample.ReadDayAsync(stopping) is not { } day)
        {
            LogNoSample();
            return;
        }
        var changes = new LiveChanges(
            SampleStore.Items, SampleStore.Seed, day, _clock.GetUtcNow().UtcTicks.ToString("x", CultureInfo.InvariantCulture));
        using var timer = new PeriodicTimer(Pace, _clock);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await _ingest.AppendAsync(Tenant, [changes.Next(_clock.GetUtcNow())], stopping);
            }
            catch (Exception e) when (e is JournalUnavailableException or IngestOverloadedException)
            {
                LogSkipped(e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Loaded sample data: {items} items as of {day:yyyy-MM-dd}")]
    private partial void LogLoaded(int items, DateOnly day);

    [LoggerMessage(Level = LogLevel.Warning, Message = "--live has no effect: this installation does not hold the sample data")]
    private partial void LogNoSample();

    [LoggerMessage(Level = LogLevel.Warning, Message = "A simulated change was not accepted; the next one follows")]
    private partial void LogSkipped(Exception e);
}
