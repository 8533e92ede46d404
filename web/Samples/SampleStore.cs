using System.Globalization;
using System.Text;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Samples;
using OneLead.Sources.Admission;
using OneLead.Storage;

namespace OneLead.Web.Samples;

/// <summary>
/// Loads sample data relative to the current day, so that thresholds fall within the next 30 days. Stores the day, because
/// simulated changes need it.
/// </summary>
internal sealed class SampleStore(
    string dataDirectory, IJournal journal, IStateStore states, IIngest ingest, RetryingIngest retrying, IGrainFactory grains,
    Today today) : IDisposable
{
    public const int Items = 200, Seed = 1;
    private const string Tenant = Keys.DefaultTenant, State = "sample-day", DayFormat = "yyyy-MM-dd";

    // Where former versions kept the day.
    private readonly string _file = Path.Combine(dataDirectory, "sample-day");
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Loads the sample into a store that holds only days and rules; returns null if it holds more.</summary>
    public async Task<DateOnly?> LoadIntoEmptyAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            return await IsEmptyAsync(cancellation) ? await LoadAsync(cancellation) : null;
        }
        finally
        {
            _one.Release();
        }
    }

    public async Task<DateOnly> LoadAsync(CancellationToken cancellation)
    {
        var day = today.Day;
        await grains.GetGrain<ITenantGrain>(Tenant).BeginDay(day);
        var names = grains.GetGrain<IReconciliationGrain>(Tenant);
        var sawItems = false;
        foreach (var batch in SampleData.Events(Items, Seed, day))
        {
            if (!sawItems && batch.Any(e => e.Kind == EventKind.Item))
            {
                sawItems = true;
                await names.SettleAsync(cancellation);
            }
            await retrying.AppendAsync(Tenant, batch, cancellation);
        }
        await names.SettleAsync(cancellation);
        await ingest.WaitUntilAppliedAsync(Tenant, cancellation);
        // Another node may have loaded the same events of the same day.
        await states.WriteAsync(
            State, Tenant, Encoding.UTF8.GetBytes(day.ToString(DayFormat, CultureInfo.InvariantCulture)), null, cancellation);
        return day;
    }

    /// <summary>The day of the loaded sample; null if none was loaded.</summary>
    public async Task<DateOnly?> ReadDayAsync(CancellationToken cancellation)
    {
        var text = await states.ReadAsync(State, Tenant, cancellation) is { } state ? Encoding.UTF8.GetString(state.Bytes)
            : File.Exists(_file) ? await File.ReadAllTextAsync(_file, cancellation)
            : "";
        return DateOnly.TryParseExact(text.Trim(), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }

    // A server without data has already begun a day, and somebody may have signed in.
    private async Task<bool> IsEmptyAsync(CancellationToken cancellation)
    {
        await foreach (var entry in journal.ReadAllAsync(Tenant, 0, cancellation))
        {
            if (entry.Event.Kind is not (EventKind.DayBegun or EventKind.RulesPublished or EventKind.Audit))
                return false;
        }
        return true;
    }

    public void Dispose() => _one.Dispose();
}
