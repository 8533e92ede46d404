namespace OneLead.EndToEnd.Tests.Commands;

/// <summary>Without users, no other machine can connect unless somebody allows it.</summary>
public sealed class BindingTests
{
    [Fact]
    public async Task Addresses_that_other_machines_can_reach_are_refused_unless_they_are_allowed()
    {
        using var data = new DataDirectory();
        await RefusedAsync("--urls", "http://0.0.0.0:0");
        data.Environment["ASPNETCORE_URLS"] = "http://+:0";
        await RefusedAsync("--no-sample");
        data.Environment.Clear();
        data.Environment["Kestrel__Endpoints__Web__Url"] = "http://[::]:0";
        await RefusedAsync("verify");
        data.Environment.Clear();

        // Not used: the server listens where --urls says, else on the loopback address.
        data.Environment["ASPNETCORE_HTTP_PORTS"] = "8099";
        await using (var local = await RunningServer.StartAsync(data, null, "--no-sample"))
            Assert.Equal("127.0.0.1", local.Address.Host);
        data.Environment.Clear();

        data.Environment["ONELEAD__AllowRemoteWithoutUsers"] = "true";
        await using (var configured = await RunningServer.StartAsync(data, "http://0.0.0.0:0", "--no-sample"))
            Assert.True((await configured.GetAsync("/api/v1/system")).GetProperty("openToNetwork").GetBoolean());
        data.Environment.Clear();
        await using var allowed = await RunningServer.StartAsync(
            data, "http://0.0.0.0:0", "--no-sample", "--allow-remote-without-users");
        Assert.Contains("everybody who reaches the port", allowed.Log, StringComparison.Ordinal);

        async Task RefusedAsync(params string[] command)
        {
            var ended = (await OneLeadProgram.RunAsync(data, command)).With(1);
            Assert.Contains("--allow-remote-without-users", ended.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
        }
    }
}
