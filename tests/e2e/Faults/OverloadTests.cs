using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OneLead.EndToEnd.Tests.Faults;

/// <summary>Far more is sent than can be worked off.</summary>
[Trait(Category.Name, Category.Slow)]
public sealed class OverloadTests(ITestOutputHelper output)
{
    private const int Senders = 160, Batch = 500, Enough = 60_000;

    // A few senders that wait for their answers keep the server busy, and are never refused.
    private const int Sustained = 4, Measured = 40_000;

    // What the bounds add up to several times; the load would fill it many times over.
    private const double MostMegabytes = 1_500;

    [Fact]
    public async Task What_is_too_much_is_refused_and_what_is_acknowledged_is_kept()
    {
        using var data = new DataDirectory();
        await using var server = await RunningServer.StartAsync(data, null, "--no-sample", "--as-of", "2025-10-29");
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Senders })
        {
            BaseAddress = server.Address,
            Timeout = TimeSpan.FromMinutes(5),
        };
        var sustainable = await SustainableAsync(http);
        var (taken, refused) = (new ConcurrentBag<(byte[] Body, long[] Sequences)>(), 0);
        var clock = Stopwatch.StartNew();

        // Each goes on at once, whatever the answer: none waits as Retry-After asks, as 160 others would come in its place.
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            for (var number = 0; taken.Count * Batch < Enough; number++)
            {
                var body = Body(sender, number);
                var (sequences, isNew) = await SendAsync(http, body);
                if (sequences is null)
                {
                    Interlocked.Increment(ref refused);
                    continue;
                }
                Assert.Equal([true], isNew.Distinct());
                taken.Add((body, sequences));
            }
        })));
        var seconds = clock.Elapsed.TotalSeconds;
        var peak = PeakMegabytes(server.ProcessId);
        var (offered, goodput) = ((taken.Count + refused) * Batch / seconds, taken.Count * Batch / seconds);

        // What was acknowledged is known, by the number that was said.
        foreach (var (body, sequences) in taken)
        {
            (long[]? Sequences, bool[] IsNew) again;
            while ((again = await SendAsync(http, body)).Sequences is null)
                await Task.Delay(100);
            Assert.Equal(sequences, again.Sequences);
            Assert.Equal([false], again.IsNew.Distinct());
        }
        var report = await server.PostAsync("/api/v1/verification", new { });
        Assert.True(report.GetProperty("ok").GetBoolean(), report.GetRawText());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{sustainable:0} events a second are sustainable; {offered:0} were offered and {goodput:0} taken and kept, "
            + $"{refused} of {taken.Count + refused} requests refused, {peak:0} MB at peak"));
        // A cold server is slower than it can be, so what was taken under overload is sustainable, too.
        var most = Math.Max(sustainable, goodput);
        Assert.True(offered >= 10 * most, $"{offered:0} events a second are no overload where {most:0} are sustainable.");
        Assert.True(goodput >= 0.9 * sustainable, $"{goodput:0} of {sustainable:0} events a second were taken under overload.");
        Assert.True(peak < MostMegabytes, $"{peak:0} MB at peak");
    }

    // Events a second when nothing is refused, until all accounts have them.
    private static async Task<double> SustainableAsync(HttpClient http)
    {
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Sustained).Select(async sender =>
        {
            for (var number = 0; number < Measured / Batch / Sustained; number++)
                Assert.NotNull((await SendAsync(http, Body(1_000 + sender, number))).Sequences);
        }));
        using var settled = await http.PostAsync(new Uri("/api/v1/reconciliation/settle", UriKind.Relative), null);
        Assert.True(settled.IsSuccessStatusCode);
        return Measured / clock.Elapsed.TotalSeconds;
    }

    /// <summary>The sequences when it was taken, null when it was refused as it should be; anything else fails.</summary>
    private static async Task<(long[]? Sequences, bool[] IsNew)> SendAsync(HttpClient http, byte[] body)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        using var answer = await http.PostAsync(new Uri("/api/v1/events", UriKind.Relative), content);
        if (answer.StatusCode == HttpStatusCode.TooManyRequests)
        {
            Assert.True(answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
            return (null, []);
        }
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var events = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("events").EnumerateArray().ToArray();
        return ([.. events.Select(e => e.GetProperty("sequence").GetInt64())], [.. events.Select(e => e.GetProperty("new").GetBoolean())]);
    }

    private static byte[] Body(int sender, int number) =>
        Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Range(0, Batch).Select(i => Change(sender, number, i))) + "]");

    private static string Change(int sender, int number, int i)
    {
        var (customer, territory) = (1 + (sender * 7 + i) % 300, 1 + i % 20);
        return string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"kind":"item","customerId":"{{{customer}}}","source":"load","id":"{{{sender}}}/{{{number}}}/{{{i}}}","data":"""
            + $$$"""{"serial":"LOAD{{{sender * 50 + i % 50}}}","territory":"{{{territory}}}","productName":"HP DL360p Gen8 8-SFF CTO """
            + $$$"""Server","endOfLife":"2015-07-01","supportStatus":"{{{(number % 2 == 0 ? "Active Contract" : "Uncovered")}}}"}}""");
    }

    private static double PeakMegabytes(int process) => !OperatingSystem.IsLinux() ? 0 :
        long.Parse(File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
}
