namespace OneLead.Bench.Running;

/// <summary>Runs single changes at 100 a second and reports the times to their acknowledgement, and from there to their arrival.</summary>
internal static class Pace
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Starts operations on a fixed schedule, even if earlier ones have not ended.</summary>
    public static async Task<T[]> SendAsync<T>(int changes, Func<Task<T>> send)
    {
        var sending = new List<Task<T>>(changes);
        using var clock = new PeriodicTimer(Interval);
        while (sending.Count < changes && await clock.WaitForNextTickAsync())
            sending.Add(send());
        return await Task.WhenAll(sending);
    }

    /// <summary>Reports medians and 99th percentiles of rounds. The times of a round are ascending, in milliseconds.</summary>
    public static void Report(
        Runner runner, string acknowledged, string seen, IReadOnlyCollection<(double[] Acknowledged, double[] Seen)> rounds)
    {
        runner.Alone($"{acknowledged}, 100/s, p50", "ms", [.. rounds.Select(r => Spread.Percentile(r.Acknowledged, 50))]);
        runner.Alone($"{acknowledged}, 100/s, p99", "ms", [.. rounds.Select(r => Spread.Percentile(r.Acknowledged, 99))]);
        runner.Alone($"{seen}, 100/s, p50", "ms", [.. rounds.Select(r => Spread.Percentile(r.Seen, 50))]);
        runner.Alone($"{seen}, 100/s, p99", "ms", [.. rounds.Select(r => Spread.Percentile(r.Seen, 99))], BenchmarkTarget.AtMost(5));
    }

    /// <summary>
    /// Converts times to ascending milliseconds. A change that arrives before the caller's continuation runs counts as 0.
    /// </summary>
    public static double[] Ascending(IEnumerable<TimeSpan> times) => [.. times.Select(t => Math.Max(0, t.TotalMilliseconds)).Order()];
}
