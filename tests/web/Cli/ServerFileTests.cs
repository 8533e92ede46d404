using OneLead.Web.Cli;

namespace OneLead.Web.Tests.Cli;

public sealed class ServerFileTests
{
    [Fact]
    public async Task A_server_is_found_though_somebody_reads_what_a_killed_one_left_behind()
    {
        var data = Directory.CreateTempSubdirectory("onelead-web-test-").FullName;
        try
        {
            var left = Path.Combine(data, "server.json");
            await File.WriteAllTextAsync(left, """{"url":"http://127.0.0.1:1","pid":1}""");
            Assert.Null(await ServerFile.FindAsync(data));
            await using var app =
                Server.Build(new ServerArguments("http://127.0.0.1:0", new DateOnly(2025, 10, 29), Settings: new Dictionary<string, string?>
                {
                    ["OneLead:Data"] = data, ["Logging:LogLevel:Default"] = "None",
                }));
            await using (new FileStream(left, FileMode.Open, FileAccess.Read, FileShare.Read))
                await app.StartAsync();

            Assert.NotNull(await ServerFile.FindAsync(data));

            await app.StopAsync();
            Assert.Null(await ServerFile.FindAsync(data));
        }
        finally
        {
            TemporaryData.Delete(data);
        }
    }
}
