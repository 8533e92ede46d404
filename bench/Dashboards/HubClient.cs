using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OneLead.Bench.Dashboards;

/// <summary>
/// A hub client that watches the lead queue and records when each numbered product is first pushed.
/// </summary>
internal sealed partial class HubClient : HubSocket
{
    private readonly ConcurrentDictionary<int, long> _seen = new();

    public static async Task<HubClient> WatchAsync(Uri server, string topic)
    {
        var dashboard = new HubClient();
        await dashboard.OpenAsync(server, "/live", topic);
        return dashboard;
    }

    /// <summary>Returns the time at which the product with a number was pushed.</summary>
    public async Task<long> SeenAsync(int number)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            if (_seen.TryGetValue(number, out var at))
                return at;
            if (patience.Elapsed > TimeSpan.FromSeconds(10))
                throw new TimeoutException($"Change {number} was never pushed.");
            await Task.Delay(20);
        }
    }

    protected override async Task ListenAsync()
    {
        var buffer = new byte[64 * 1024];
        var text = new StringBuilder();
        while (true)
        {
            var received = await Socket.ReceiveAsync(buffer, Stopping);
            var now = Stopwatch.GetTimestamp();
            text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
            // A message may be split over frames; an incomplete message waits for the rest.
            var all = text.ToString();
            var end = all.LastIndexOf('\u001e') + 1;
            foreach (Match change in Number().Matches(all[..end]))
                _seen.TryAdd(int.Parse(change.Groups[1].ValueSpan, CultureInfo.InvariantCulture), now);
            text.Clear().Append(all, end, all.Length - end);
        }
    }

    [GeneratedRegex("bench-([0-9]+)")]
    private static partial Regex Number();
}
