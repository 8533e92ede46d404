using System.CommandLine;
using System.Text.Json;

namespace OneLead.Web.Cli;

/// <summary><c>onelead verify</c>: 0 what is kept is what the journal says, 2 it is not, 1 it could not be told.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the report as JSON" };
        var command = new Command("verify", "Replays the journal from nothing and compares every account with what is kept") { json, Commands.ServerUrl };
        command.Aliases.Add("replay");
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(async () =>
        {
            await using var server = await ServerConnection.Open(parsed.GetValue(Commands.ServerUrl), cancellation);
            return await Verify(server, parsed.GetValue(json), cancellation);
        }));
        return command;
    }

    /// <summary>Verifies, prints the report and returns the exit code.</summary>
    public static async Task<int> Verify(ServerConnection server, bool asJson, CancellationToken cancellation)
    {
        var report = await server.Json(new HttpRequestMessage(HttpMethod.Post, "/api/v1/verification"), cancellation);
        if (asJson)
            Console.WriteLine(report.GetRawText());
        else
            Show(report);
        return report.GetProperty("ok").GetBoolean() ? 0 : 2;
    }

    private static void Show(JsonElement report)
    {
        Console.WriteLine($"{report.GetProperty("rows")} rows, {report.GetProperty("accounts")} accounts, digest {report.GetProperty("digest")}");
        foreach (var account in report.GetProperty("different").EnumerateArray())
            Console.WriteLine($"different: {account}");
    }
}
