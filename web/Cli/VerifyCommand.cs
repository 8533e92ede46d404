using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace OneLead.Web.Cli;

/// <summary>
/// <c>onelead verify</c>: 0 if the journal is as it was sealed and stored accounts match it, 2 if not, 1 if the check failed.
/// </summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the report as JSON" };
        var seal = new Option<string?>("--seal")
        {
            Description = "ROW:MAC, as an earlier run said: the journal must still have this seal",
        };
        var command = new Command(
            "verify", "Checks the seals of the journal, recomputes every account from it, and compares it with its stored state")
        {
            json, seal, Commands.ServerUrl,
        };
        command.Aliases.Add("replay");
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(async () =>
        {
            await using var server = await ServerConnection.OpenAsync(parsed, cancellation);
            return await VerifyAsync(server, parsed.GetValue(json), cancellation, QueryOf(parsed.GetValue(seal)));
        }));
        return command;
    }

    /// <summary>Verifies, prints the report and returns the exit code.</summary>
    public static async Task<int> VerifyAsync(
        ServerConnection server, bool asJson, CancellationToken cancellation, string query = "")
    {
        var report = await server.JsonAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/verification" + query), cancellation);
        if (asJson)
            Console.WriteLine(report.GetRawText());
        else
            Show(report);
        return report.GetProperty("ok").GetBoolean() ? 0 : 2;
    }

    private static string QueryOf(string? seal) => seal is null ? ""
        : seal.Split(':') is [var row, var mac] && long.TryParse(row, CultureInfo.InvariantCulture, out var through)
            ? string.Create(CultureInfo.InvariantCulture, $"?sealedThrough={through}&mac={Uri.EscapeDataString(mac)}")
        : throw new CommandFailedException("--seal needs ROW:MAC, as 'onelead verify' prints it.");

    private static void Show(JsonElement report)
    {
        var seals = report.GetProperty("seals");
        if (seals.GetProperty("problem").GetString() is { } problem)
        {
            Console.WriteLine($"broken: row {seals.GetProperty("brokenRow")}. {problem}");
            Console.WriteLine($"The rows before it are as they were sealed, through row {seals.GetProperty("through")}.");
            return;
        }
        Console.WriteLine(
            $"sealed through row {seals.GetProperty("through")}, {seals.GetProperty("unsealed")} newer rows not sealed yet; seal "
            + $"{seals.GetProperty("through")}:{seals.GetProperty("mac").GetString() ?? "-"}");
        Console.WriteLine(
            $"{report.GetProperty("rows")} rows, {report.GetProperty("accounts")} accounts, digest {report.GetProperty("digest")}");
        foreach (var account in report.GetProperty("different").EnumerateArray())
            Console.WriteLine($"different: {account}");
        foreach (var difference in report.GetProperty("shown").EnumerateArray())
            Console.WriteLine($"shown differently: {difference}");
    }
}
