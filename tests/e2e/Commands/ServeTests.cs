namespace OneLead.EndToEnd.Tests.Commands;

/// <summary>What ./run and ./run --live start, on an empty directory.</summary>
public sealed class ServeTests
{
    private const int SampleItems = 200;

    [Fact]
    public async Task The_first_start_has_the_sample_and_the_next_has_the_same()
    {
        using var data = new DataDirectory();
        string first;
        await using (var server = await RunningServer.StartAsync(data, null, "--as-of", "2025-10-29"))
            first = await RestedAsync(server);
        await using var second = await RunningServer.StartAsync(data, null, "--as-of", "2025-10-29");
        Assert.Equal(first, await RestedAsync(second));
    }

    [Fact]
    public async Task The_movements_of_the_sample_are_the_same_after_a_kill()
    {
        using var data = new DataDirectory();
        string first;
        await using (var server = await RunningServer.StartAsync(data, null, "--as-of", "2025-10-29"))
        {
            await RestedAsync(server);
            first = await MovementsAsync(server);
            await server.KillAsync();
        }
        await using var second = await RunningServer.StartAsync(data, null, "--as-of", "2025-10-29");
        await RestedAsync(second);
        Assert.Equal(first, await MovementsAsync(second));
    }

    // A first load opens each lead once, and changes nothing.
    private static async Task<string> MovementsAsync(RunningServer server)
    {
        var open = (await server.GetAsync("/api/v1/leads")).GetProperty("total").GetInt32();
        var days = (await server.GetAsync("/api/v1/analytics")).GetProperty("velocity").GetProperty("data").EnumerateArray().ToList();
        Assert.Equal((open, 0, open), (
            days.Sum(d => d.GetProperty("opened").GetInt32()), days.Sum(d => d.GetProperty("resolved").GetInt32()),
            days[^1].GetProperty("open").GetInt32()));
        Assert.Equal(0, (await server.GetAsync("/api/v1/changes")).GetProperty("total").GetInt32());
        return string.Join('\n', days);
    }

    [Fact]
    public async Task With_live_changes_arrive_by_themselves_and_are_kept_as_the_journal_says()
    {
        using var data = new DataDirectory();
        await using var server = await RunningServer.StartAsync(data, null, "--live");
        var first = await PortfolioAsync(server);
        await Wait.UntilAsync("the portfolio moves", async () => await PortfolioAsync(server) != first, 20);
        var report = await server.PostAsync("/api/v1/verification", new { });
        Assert.True(report.GetProperty("ok").GetBoolean(), report.GetRawText());
    }

    [Fact]
    public async Task Without_the_sample_an_installation_is_empty_and_changes_are_not_made_up()
    {
        using var data = new DataDirectory();
        await using var server = await RunningServer.StartAsync(data, null, "--no-sample", "--live");
        var portfolio = await server.GetAsync("/api/v1/portfolio");
        Assert.Equal((0, 0), (portfolio.GetProperty("items").GetInt32(), portfolio.GetProperty("leads").GetProperty("total").GetInt32()));
    }

    // The dashboard's view follows the accounts a moment behind: it is asked until it rests.
    private static async Task<string> RestedAsync(RunningServer server)
    {
        for (var (last, now) = ("", await PortfolioAsync(server)); ; (last, now) = (now, await PortfolioAsync(server)))
        {
            if (now == last)
                return now;
            await Task.Delay(300);
        }
    }

    // When it was last changed is not kept over a start.
    private static async Task<string> PortfolioAsync(RunningServer server)
    {
        await Wait.UntilAsync("the sample is loaded", async () =>
            (await server.GetAsync("/api/v1/entities/item?limit=1")).GetProperty("total").GetInt32() >= SampleItems, 60);
        await server.PostAsync("/api/v1/verification", new { });
        var portfolio = await server.GetAsync("/api/v1/portfolio");
        Assert.True(portfolio.GetProperty("leads").GetProperty("total").GetInt32() > 0);
        return string.Join('\n', portfolio.EnumerateObject().Where(p => p.Name != "updatedAt"));
    }
}
