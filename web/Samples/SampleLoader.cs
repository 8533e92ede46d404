using System.Globalization;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Samples;
using OneLead.Storage;
using OneLead.Web.Days;
using OneLead.Web.Intake;

namespace OneLead.Web.Samples;

/// <summary>What to do with sample data: nothing, load it into an empty installation, or play changes over it, too.</summary>
internal enum SampleMode { None, Load, Live }

/// <summary>
/// Loads sample data of the current day into an empty installation, so that thresholds fall within the next 30 days, and
/// plays plausible changes over it. A data directory with the sample remembers its day: the changes are made for its items.
/// </summary>
internal sealed partial class SampleLoader : BackgroundService
{
    private const string Tenant = Keys.DefaultTenant;
    private const int Items = 200, Seed = 1;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(400);

    private readonly SampleMode _mode;
    private readonly string _marker;
    private readonly bool _isEmpty;
    private readonly IIngest _ingest;
    private readonly IGrainFactory _grains;
    private readonly Today _today;
    private readonly TimeProvider _clock;
    private readonly ILogger<SampleLoader> _log;

    // Made before anything starts: the first day has not begun yet, so an empty installation is seen as one.
    public SampleLoader(SampleMode mode, string dataDirectory, IJournal journal, IIngest ingest, IGrainFactory grains, Today today, TimeProvider clock, ILogger<SampleLoader> log)
    {
        (_mode, _ingest, _grains, _today, _clock, _log) = (mode, ingest, grains, today, clock, log);
        _marker = Path.Combine(dataDirectory, "sample-day");
        _isEmpty = journal.Head(Tenant) == 0;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_mode == SampleMode.None)
            return;
        if (_isEmpty)
            await Load(stoppingToken);
        if (_mode == SampleMode.Live)
            await Play(stoppingToken);
    }

    private async Task Load(CancellationToken stopping)
    {
        var day = _today.Day;
        await _grains.GetGrain<ITenantGrain>(Tenant).BeginDay(day);
        var names = _grains.GetGrain<IReconciliationGrain>(Tenant);
        var sawItems = false;
        foreach (var batch in SampleData.Events(Items, Seed, day))
        {
            if (!sawItems && batch.Any(e => e.Kind == EventKind.Item))
            {
                sawItems = true;
                await names.Settle();
            }
            await _ingest.AppendWhenThereIsRoom(Tenant, batch, _clock, stopping);
        }
        await names.Settle();
        Directory.CreateDirectory(Path.GetDirectoryName(_marker)!);
        await File.WriteAllTextAsync(_marker, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), stopping);
        LogLoaded(Items, day);
    }

    private async Task Play(CancellationToken stopping)
    {
        if (!File.Exists(_marker) || !DateOnly.TryParseExact((await File.ReadAllTextAsync(_marker, stopping)).Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            LogNoSample();
            return;
        }
        var changes = new LiveChanges(Items, Seed, day, _clock.GetUtcNow().UtcTicks.ToString("x", CultureInfo.InvariantCulture));
        using var timer = new PeriodicTimer(Pace, _clock);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await _ingest.Append(Tenant, [changes.Next(_clock.GetUtcNow())], stopping);
            }
            catch (Exception e) when (e is JournalUnavailableException or IngestOverloadedException)
            {
                LogSkipped(e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Loaded sample data: {items} items as of {day:yyyy-MM-dd}")]
    private partial void LogLoaded(int items, DateOnly day);

    [LoggerMessage(Level = LogLevel.Warning, Message = "This installation does not hold the sample data: --live plays changes over that alone")]
    private partial void LogNoSample();

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sample change was not taken")]
    private partial void LogSkipped(Exception e);
}

internal static class SampleSetup
{
    public static void AddSample(this IServiceCollection services, SampleMode mode) => services.AddHostedService(s => ActivatorUtilities.CreateInstance<SampleLoader>(
        s, mode, Cli.Places.DataDirectory(s.GetRequiredService<IConfiguration>())));
}
