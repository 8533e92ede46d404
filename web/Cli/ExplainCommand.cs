using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace OneLead.Web.Cli;

/// <summary><c>onelead explain LEAD</c>: explains a lead's score.</summary>
internal static class ExplainCommand
{
    private static readonly string[] Columns = ["factor", "text", "input", "points", "weight", "contribution"];

    public static Command Create()
    {
        var lead = new Argument<string>("LEAD") { Description = "A lead's id, vendor:serial:type" };
        var json = new Option<bool>("--json") { Description = "Print it as JSON" };
        var command = new Command("explain", "Explains a lead's score line by line") { lead, json, Commands.ServerUrl };
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(async () =>
        {
            await using var server = await ServerConnection.OpenAsync(parsed, cancellation);
            var detail = await server.JsonAsync($"/api/v1/leads/{Uri.EscapeDataString(parsed.GetValue(lead)!)}", cancellation);
            if (parsed.GetValue(json))
                Console.WriteLine(detail.GetRawText());
            else
                Show(detail);
            return 0;
        }));
        return command;
    }

    private static void Show(JsonElement detail)
    {
        var (lead, explanation) = (detail.GetProperty("lead"), detail.GetProperty("explanation"));
        var (account, priority) = (lead.GetProperty("account").GetProperty("name"), lead.GetProperty("priority"));
        AnsiConsole.WriteLine(
            $"{detail.GetProperty("title")} — {account}, {priority}, as of {detail.GetProperty("asOf")}, "
            + $"rules {detail.GetProperty("rulesVersion")}");
        var table = new Table();
        foreach (var column in Columns)
            table.AddColumn(
                new TableColumn(column) { Alignment = column is "points" or "weight" or "contribution" ? Justify.Right : Justify.Left });
        foreach (var line in explanation.GetProperty("lines").EnumerateArray())
            table.AddRow([.. Columns.Select(n => Markup.Escape(line.GetProperty(n).ToString()))]);
        table.AddRow("", "[bold]score[/]", "", "", "", $"[bold]{explanation.GetProperty("score")}[/]");
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(detail.GetProperty("recommendedAction").ToString());
    }
}
