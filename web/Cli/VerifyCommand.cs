using System.CommandLine;
using System.Text.Json;

namespace OneLead.Web.Cli;

/// <summary><c>onelead verify</c>: 0 if stored accounts match the journal, 2 if they differ, 1 if the check failed.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the report as JSON" };
        var command = new Command(
            "verify", "Recomputes every account from the journal and compares it with its stored state")
        {
            json, Commands.ServerUrl,
        };
        command.Aliases.Add("replay");
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(async () =>
        {
            await using var server = await ServerConnection.OpenAsync(parsed.GetValue(Commands.ServerUrl), cancellation);
            return await VerifyAsync(server, parsed.GetValue(json), cancellation);
        }));
        return command;
    }

    /// <summary>Verifies, prints the report and returns the exit code.</summary>
    public static async Task<int> VerifyAsync(ServerConnection server, bool asJson, CancellationToken cancellation)
    {
        var report = await server.JsonAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/verification"), cancellation);
        if (asJson)
            Console.WriteLine(report.GetRawText());
        else
            Show(report);
        return report.GetProperty("ok").GetBoolean() ? 0 : 2;
    }

    private static void Show(JsonElement report)
    {
        Console.WriteLine(
            $"{report.GetProperty("rows")} rows, {report.GetProperty("accounts")} accounts, digest {report.GetProperty("digest")}");
        foreach (var account in report.GetProperty("different").EnumerateArray())
            Console.WriteLine($"different: {account}");
        foreach (var difference in report.GetProperty("shown").EnumerateArray())
            Console.WriteLine($"shown differently: {difference}");
    }
}
