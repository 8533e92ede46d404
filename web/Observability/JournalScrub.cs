using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.Options;
using OneLead.Storage;

namespace OneLead.Web.Observability;

/// <summary>
/// Reads the whole journal slowly at intervals and checks each row. It finds damage in rows that are rarely read, while backups
/// without it still exist.
/// </summary>
internal sealed partial class JournalScrub(
    IJournal journal, StoreHealth health, IOptions<WebOptions> options, IMeterFactory meters, TimeProvider clock, ILogger<JournalScrub> log)
    : BackgroundService
{
    private const int PageRows = 1_000;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMinutes(10);

    // At most 10,000 rows a second: a few percent of a core.
    private static readonly TimeSpan PagePause = TimeSpan.FromMilliseconds(100);

    private readonly Counter<long> _rows = meters.Create("OneLead").CreateCounter<long>(
        "onelead.journal.scrubbed", "{row}", "Journal rows that the background check has read and found intact");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.ScrubHours <= 0)
            return;
        var interval = TimeSpan.FromHours(options.Value.ScrubHours);
        var delay = interval < FirstDelay ? interval : FirstDelay;
        while (true)
        {
            await Task.Delay(delay, clock, stoppingToken);
            foreach (var tenant in journal.Tenants)
                await ScrubAsync(tenant, stoppingToken);
            delay = interval;
        }
    }

    private async Task ScrubAsync(string tenant, CancellationToken stopping)
    {
        var rows = 0L;
        try
        {
            await foreach (var _ in journal.ReadAllAsync(tenant, 0, stopping))
            {
                if (++rows % PageRows != 0)
                    continue;
                _rows.Add(PageRows);
                await Task.Delay(PagePause, clock, stopping);
            }
            _rows.Add(rows % PageRows);
            LogIntact(tenant, rows);
        }
        catch (Exception e) when (e is CorruptJournalException or InvalidDataException or JsonException)
        {
            LogDamaged(e, tenant, rows);
            if (health.Damage.IsEmpty)
                health.Damaged(new("journal", e.Message, false));
        }
        catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
        {
            LogNotRead(e, tenant);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{tenant}: all {rows} rows of the journal are intact")]
    private partial void LogIntact(string tenant, long rows);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{tenant}: the journal is damaged after {rows} intact rows")]
    private partial void LogDamaged(Exception e, string tenant, long rows);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{tenant}: the journal could not be read to check it; the next check tries again")]
    private partial void LogNotRead(Exception e, string tenant);
}
