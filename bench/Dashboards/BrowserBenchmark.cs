using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using OneLead.Bench.Events;
using OneLead.Bench.Running;

namespace OneLead.Bench.Dashboards;

/// <summary>
/// Measures the dashboard in Chromium with 100,000 leads: the time to the first paint and to live data, and the frame times
/// of scrolling the work list at 500 changes a second. Rendering is done by software; a machine with a GPU is faster.
/// </summary>
internal static class BrowserBenchmark
{
    private const string Chromium = "/usr/bin/chromium";
    private const int Rate = 500, Batch = 1_000;

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--no-first-run",
    ];

    public static async Task RunAsync(Runner runner)
    {
        if (!File.Exists(Chromium))
        {
            runner.Note("browser", $"needs {Chromium}");
            return;
        }
        await using var server = await ServerProcess.StartAsync(ItemChanges.Day);
        var items = runner.Scaled(50_000);
        Runner.Say("browser");
        for (var first = 0; first < items; first += Batch)
            await server.PostChangesAsync(Enumerable.Range(first, Math.Min(Batch, items - first)).Select(i => Change(i, 0)));
        await server.SettleAsync();
        var leads = (await server.Http.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/leads?limit=1", UriKind.Relative)))
            .GetProperty("total").GetInt32();

        Environment.SetEnvironmentVariable("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Arguments });
        await FirstAsync(runner, server, browser);
        await ScrollingAsync(runner, server, browser, leads, 0);
        await ScrollingAsync(runner, server, browser, leads, Rate);
    }

    private static async Task FirstAsync(Runner runner, ServerProcess server, IBrowser browser)
    {
        var (paints, lives) = (new List<double>(), new List<double>());
        for (var round = 0; round <= runner.Pairs; round++)
        {
            // A new context has an empty cache.
            await using var context = await browser.NewContextAsync(
                new() { BaseURL = server.Http.BaseAddress!.ToString(), ViewportSize = new() { Width = 1440, Height = 900 } });
            var page = await context.NewPageAsync();
            await page.GotoAsync("/app/leads");
            var live = await page.EvaluateAsync<double>("""
                () => new Promise(done => {
                  const isLive = () => document.querySelector('.lead-row') && document.querySelector('.pill')?.textContent.includes('Live');
                  const look = () => isLive() ? done(performance.now()) : requestAnimationFrame(look);
                  look();
                })
                """);
            var paint = await page.EvaluateAsync<double>("() => performance.getEntriesByName('first-contentful-paint')[0].startTime");
            if (round == 0)
                continue;
            paints.Add(paint);
            lives.Add(live);
        }
        runner.Alone("first contentful paint of the work list, empty cache", "ms", paints);
        runner.Alone("rows on the screen and the pill Live", "ms", lives);
    }

    private static async Task ScrollingAsync(Runner runner, ServerProcess server, IBrowser browser, int leads, int rate)
    {
        var (median, late, longest, tasks) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        await using var context = await browser.NewContextAsync(
            new() { BaseURL = server.Http.BaseAddress!.ToString(), ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/app/leads");
        await page.Locator(".lead-row").First.WaitForAsync();
        for (var round = 0; round <= runner.Pairs; round++)
        {
            using var stop = new CancellationTokenSource();
            var changes = rate == 0 ? Task.CompletedTask : KeepAsync(server, rate, leads / 2, round * 1_000_000, stop.Token);
            await page.EvaluateAsync("""
                () => {
                  const scrolls = e => e.scrollHeight > e.clientHeight + 1000 && /auto|scroll/.test(getComputedStyle(e).overflowY);
                  const box = [...document.querySelectorAll('*')].find(scrolls);
                  const seen = window.seen = { frames: [], tasks: [] };
                  seen.observer = new PerformanceObserver(list => seen.tasks.push(...list.getEntries().map(e => e.duration)));
                  seen.observer.observe({ type: 'longtask' });
                  let last = performance.now(), down = true;
                  const step = now => {
                    seen.frames.push(now - last); last = now;
                    box.scrollTop += down ? 40 : -40;
                    if (box.scrollTop <= 0 || box.scrollTop + box.clientHeight >= box.scrollHeight - 4) down = !down;
                    if (!seen.stopped) requestAnimationFrame(step);
                  };
                  requestAnimationFrame(step);
                }
                """);
            await Task.Delay(TimeSpan.FromSeconds(5), CancellationToken.None);
            var seen = await page.EvaluateAsync<JsonElement>(
                "() => { const s = window.seen; s.stopped = true; s.observer.disconnect(); "
                + "return { frames: s.frames.slice(1), tasks: s.tasks }; }");
            await stop.CancelAsync();
            await changes.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (round == 0)
                continue;
            var frames = seen.GetProperty("frames").EnumerateArray().Select(f => f.GetDouble()).Order().ToArray();
            var blocked = seen.GetProperty("tasks").EnumerateArray().Select(t => t.GetDouble()).ToArray();
            median.Add(frames[frames.Length / 2]);
            late.Add(frames[frames.Length * 95 / 100]);
            tasks.Add(blocked.Length);
            longest.Add(blocked.DefaultIfEmpty(0).Max());
        }
        var what = string.Create(CultureInfo.InvariantCulture, $"scrolling {leads:N0} leads at {rate} changes a second");
        runner.Alone($"{what}: frame, p50", "ms", median);
        runner.Alone($"{what}: frame, p95", "ms", late);
        runner.Alone($"{what}: tasks above 50 ms in 5 s", "", tasks);
        runner.Alone($"{what}: the longest of them", "ms", longest);
    }

    private static async Task KeepAsync(ServerProcess server, int rate, int items, int first, CancellationToken stop)
    {
        var (began, sent) = (Stopwatch.GetTimestamp(), 0);
        while (!stop.IsCancellationRequested)
        {
            var due = (int)(Stopwatch.GetElapsedTime(began).TotalSeconds * rate) - sent;
            if (due > 0)
                await server.PostChangesAsync(
                    Enumerable.Range(sent, Math.Min(due, Batch)).Select(i => Change((first + i) * 7 % items, first + i + 1)));
            sent += Math.Max(0, Math.Min(due, Batch));
            await Task.Delay(10, stop);
        }
    }

    // The date changes the score.
    private static object Change(int item, int number) =>
        ItemPosts.Change(item, number, anAccount: 25, endOfLife: new DateOnly(2019, 1, 1).AddDays(item * 13 % 900 + number % 400));
}
