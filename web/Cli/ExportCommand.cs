using System.CommandLine;

namespace OneLead.Web.Cli;

/// <summary><c>onelead export leads</c>: exports filtered leads as CSV.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var filter = new Option<string?>("--filter")
        {
            Description = "Filters as in the API: \"type=renewal&priority=critical,high&sort=-value\"",
        };
        var output = new Option<FileInfo?>("--output", "-o") { Description = "The file to write. Default: stdout" };
        var leads = new Command("leads", "Exports leads as CSV") { filter, output, Commands.ServerUrl };
        leads.SetAction((parsed, cancellation) => CommandGuard.RunAsync(async () =>
        {
            await using var server = await ServerConnection.OpenAsync(parsed, cancellation);
            using var answer = await server.SendAsync(
                new(HttpMethod.Get, $"/api/v1/leads/export?{parsed.GetValue(filter)?.TrimStart('?')}"), cancellation);
            await using var target = parsed.GetValue(output) is { } file ? file.Create() : Console.OpenStandardOutput();
            await answer.Content.CopyToAsync(target, cancellation);
            return 0;
        }));
        return new Command("export", "Exports filtered data") { leads };
    }
}
