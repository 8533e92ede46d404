using System.Collections.Concurrent;
using System.Diagnostics;

namespace OneLead.Silo.Tests;

public class TracingTests
{
    [Fact]
    public async Task A_recorded_append_is_followed_to_the_account_and_to_the_published_change()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Tracing.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        using var request = new Activity("request").Start();
        await silo.AppendAsync(Events.Item("S1", "1"));
        request.Stop();
        await silo.SettledAsync();

        var names = spans.Where(s => s.TraceId == request.TraceId).Select(s => s.OperationName).ToHashSet();
        Assert.Superset(new HashSet<string> { "append to journal", "deliver to account" }, names);
    }
}
