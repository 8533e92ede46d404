namespace OneLead.Bench.Running;

/// <summary>Single changes at a hundred a second, and how long they took: until they were acknowledged, and from there until they were seen.</summary>
internal static class Pace
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Starts one after the other, whether the earlier ones have ended or not.</summary>
    public static async Task<T[]> SendAsync<T>(int changes, Func<Task<T>> send)
    {
        var sending = new List<Task<T>>(changes);
        using var clock = new PeriodicTimer(Interval);
        while (sending.Count < changes && await clock.WaitForNextTickAsync())
            sending.Add(send());
        return await Task.WhenAll(sending);
    }

    /// <summary>Writes down medians and 99th percentiles of rounds; each round's times are ascending, in milliseconds.</summary>
    public static void Report(Runner runner, string acknowledged, string seen, IReadOnlyCollection<(double[] Acknowledged, double[] Seen)> rounds)
    {
        runner.Alone($"{acknowledged}, 100/s, p50", "ms", [.. rounds.Select(r => Spread.Percentile(r.Acknowledged, 50))]);
        runner.Alone($"{acknowledged}, 100/s, p99", "ms", [.. rounds.Select(r => Spread.Percentile(r.Acknowledged, 99))]);
        runner.Alone($"{seen}, 100/s, p50", "ms", [.. rounds.Select(r => Spread.Percentile(r.Seen, 50))]);
        runner.Alone($"{seen}, 100/s, p99", "ms", [.. rounds.Select(r => Spread.Percentile(r.Seen, 99))], BenchmarkTarget.AtMost(5));
    }

    /// <summary>Times in ascending milliseconds. What is seen before the caller's continuation runs took no time at all.</summary>
    public static double[] Ascending(IEnumerable<TimeSpan> times) => [.. times.Select(t => Math.Max(0, t.TotalMilliseconds)).Order()];
}
