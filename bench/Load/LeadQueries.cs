using System.Diagnostics;
using OneLead.Bench.Running;

namespace OneLead.Bench.Load;

/// <summary>
/// Queries leads on a fixed schedule, even if earlier ones have not returned, so that slow answers do not reduce the load.
/// </summary>
internal static class LeadQueries
{
    /// <summary>Asks the servers in turn until it is stopped.</summary>
    /// <returns>The times of all answers, ascending, in milliseconds.</returns>
    public static Task<double[]> RunAsync(
        IReadOnlyList<ServerProcess> servers, string[] queries, TimeSpan interval, CancellationToken stop) => Task.Run(async () =>
    {
        var asked = new List<Task<double>>();
        using var clock = new PeriodicTimer(interval);
        while (!stop.IsCancellationRequested && await clock.WaitForNextTickAsync(CancellationToken.None))
            asked.Add(AskAsync(servers[asked.Count % servers.Count], queries[asked.Count % queries.Length]));
        return (await Task.WhenAll(asked)).Order().ToArray();
    }, CancellationToken.None);

    private static async Task<double> AskAsync(ServerProcess server, string query)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await server.Http.GetAsync(new Uri("/api/v1/leads" + query, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
