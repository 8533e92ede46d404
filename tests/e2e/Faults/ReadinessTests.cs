using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneLead.EndToEnd.Tests.Faults;

/// <summary>/readyz and /system say what the store can do, whatever has failed.</summary>
public sealed class ReadinessTests
{
    [TmpfsFact]
    public async Task On_a_full_disk_the_server_is_not_ready_until_there_is_space_again()
    {
        using var disk = new Tmpfs("96m");
        using var data = new DataDirectory(Path.Combine(disk.Path, "data"));
        await using var server = await RunningServer.StartAsync(data, null, "--no-sample", "--as-of", "2025-10-29");
        Assert.Equal(HttpStatusCode.OK, await SendAsync(server, 1));
        var ballast = Path.Combine(disk.Path, "ballast");
        await FillAsync(ballast);

        await BecomesAsync(server, HttpStatusCode.ServiceUnavailable);

        Assert.Contains("Free disk space", await ReasonAsync(server), StringComparison.Ordinal);
        Assert.Contains("Free disk space", await StoreCheckAsync(server, "failed"), StringComparison.Ordinal);
        File.Delete(ballast);
        await BecomesAsync(server, HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(server, 2));
        await StoreCheckAsync(server, "ok");
    }

    [PostgresFact]
    public async Task When_PostgreSQL_is_read_only_or_stopped_the_server_is_not_ready_and_says_what_to_do()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        using var data = new DataDirectory { Storage = postgres.ConnectionString };
        await using var server = await RunningServer.StartAsync(data, null, "--no-sample", "--as-of", "2025-10-29");
        Assert.Equal(HttpStatusCode.OK, await SendAsync(server, 1));

        await SetReadOnlyAsync("on");
        await BecomesAsync(server, HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await SendAsync(server, 2));
        Assert.Contains("default_transaction_read_only", await ReasonAsync(server), StringComparison.Ordinal);
        Assert.Contains("default_transaction_read_only", await StoreCheckAsync(server, "failed"), StringComparison.Ordinal);
        await SetReadOnlyAsync("off");
        await BecomesAsync(server, HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(server, 3));

        await postgres.StopAsync();
        await BecomesAsync(server, HttpStatusCode.ServiceUnavailable);
        await StoreCheckAsync(server, "failed");
        var state = await server.GetAsync("/api/v1/system");
        Assert.Equal(JsonValueKind.Null, state.GetProperty("deadLettersOpen").ValueKind);
        await postgres.StartAsync();
        await BecomesAsync(server, HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(server, 4));

        async Task SetReadOnlyAsync(string value)
        {
            await postgres.ExecuteAsync($"ALTER SYSTEM SET default_transaction_read_only = {value}");
            await postgres.ExecuteAsync("SELECT pg_reload_conf()");
        }
    }

    private static async Task FillAsync(string ballast)
    {
        await using var file = File.Create(ballast);
        var block = new byte[1 << 16];
        try
        {
            while (true)
                await file.WriteAsync(block);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    private static async Task<HttpStatusCode> SendAsync(RunningServer server, int id)
    {
        using var content = new StringContent(
            new JsonObject
            {
                ["kind"] = "item", ["territory"] = "56088", ["source"] = "ready", ["id"] = $"{id}",
                ["data"] = new JsonObject { ["serial"] = $"READY{id}", ["productName"] = "DL380" },
            }.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var answer = await server.Http.PostAsync(new Uri("/api/v1/events", UriKind.Relative), content);
        return answer.StatusCode;
    }

    private static Task BecomesAsync(RunningServer server, HttpStatusCode status) => Wait.UntilAsync(
        () => $"/readyz answers {status}: {server.Log}", async () => await StatusAsync(server) == status);

    private static async Task<HttpStatusCode> StatusAsync(RunningServer server)
    {
        using var answer = await server.Http.GetAsync(new Uri("/readyz", UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task<string> ReasonAsync(RunningServer server)
    {
        using var answer = await server.Http.GetAsync(new Uri("/readyz", UriKind.Relative));
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("detail").GetString()!;
    }

    private static async Task<string> StoreCheckAsync(RunningServer server, string state)
    {
        var checks = (await server.GetAsync("/api/v1/system")).GetProperty("checks").EnumerateArray();
        var store = checks.Single(c => c.GetProperty("name").GetString() == "store");
        Assert.Equal(state, store.GetProperty("state").GetString());
        return store.GetProperty("text").GetString()!;
    }
}
