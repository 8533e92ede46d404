using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using Spectre.Console;

namespace OneLead.Web.Cli;

/// <summary><c>onelead dead-letters</c>: 0 on success, 2 if some letters still cannot be mapped, 1 if it failed.</summary>
internal static class DeadLetterCommands
{
    private const string Address = "/api/v1/dead-letters";

    private static readonly string[] Columns = ["id", "source", "entity", "state", "attempts", "receivedAt", "reason"];
    private static readonly Argument<long> Id = new("ID") { Description = "A letter's id" };
    private static readonly Option<string?> Source = new("--source") { Description = "Only letters of this source" };

    public static Command Create()
    {
        var command = new Command("dead-letters", "Lists, corrects and replays deliveries that could not be mapped");
        command.Subcommands.Add(List());
        command.Subcommands.Add(Show());
        command.Subcommands.Add(Edit());
        command.Subcommands.Add(Replay());
        command.Subcommands.Add(Dismiss());
        return command;
    }

    private static Command List()
    {
        var state = new Option<string?>("--state") { Description = "open, replayed, dismissed, all", DefaultValueFactory = _ => "open" };
        var json = new Option<bool>("--json") { Description = "Print them as JSON, one a line" };
        var command = new Command("list", "Lists letters, the oldest first") { Source, state, json, Commands.ServerUrl };
        SetAction(command, async (server, parsed, cancellation) =>
        {
            var table = new Table().AddColumns(Columns);
            var filter = (parsed.GetValue(Source) is { } source ? $"&source={Uri.EscapeDataString(source)}" : "")
                + (parsed.GetValue(state) is { } wanted and not "all" ? $"&state={Uri.EscapeDataString(wanted)}" : "");
            string? cursor = "";
            do
            {
                var page = await server.JsonAsync(
                    $"{Address}?limit=500{filter}{(cursor.Length > 0 ? "&cursor=" + cursor : "")}", cancellation);
                foreach (var letter in page.GetProperty("items").EnumerateArray())
                {
                    if (parsed.GetValue(json))
                        Console.WriteLine(letter.GetRawText());
                    else
                        table.AddRow([.. Columns.Select(c => Markup.Escape(letter.GetProperty(c).ToString()))]);
                }
                cursor = page.GetProperty("next").GetString();
            }
            while (cursor is not null);
            if (!parsed.GetValue(json))
                AnsiConsole.Write(table);
            return 0;
        });
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", "Prints a letter's record as JSON, as edit reads it") { Id, Commands.ServerUrl };
        SetAction(command, async (server, parsed, cancellation) =>
        {
            var detail = await server.JsonAsync($"{Address}/{parsed.GetValue(Id)}", cancellation);
            await Console.Error.WriteLineAsync(
                $"{detail.GetProperty("letter").GetProperty("state")}: {detail.GetProperty("letter").GetProperty("reason")}");
            Console.WriteLine(detail.GetProperty("content").GetRawText());
            return 0;
        });
        return command;
    }

    private static Command Edit()
    {
        var file = new Option<FileInfo?>("--file") { Description = "The corrected record. Default: stdin" };
        var command = new Command("edit", "Replaces the record of a letter") { Id, file, Commands.ServerUrl };
        SetAction(command, async (server, parsed, cancellation) =>
        {
            if (parsed.GetValue(file) is { Exists: false } missing)
                throw new CommandFailedException($"There is no file {missing.FullName}.");
            await using var input = parsed.GetValue(file)?.OpenRead() ?? Console.OpenStandardInput();
            using var content = new StreamContent(input);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            var address = $"{Address}/{parsed.GetValue(Id)}";
            using var seen = await server.SendAsync(new(HttpMethod.Get, address), cancellation);
            var change = new HttpRequestMessage(HttpMethod.Put, address) { Content = content };
            change.Headers.IfMatch.Add(seen.Headers.ETag!);
            await server.JsonAsync(change, cancellation);
            return 0;
        });
        return command;
    }

    private static Command Replay()
    {
        var id = new Argument<long?>("ID")
        {
            Description = "A letter's id; without one, all that are open", Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("replay", "Maps letters again with the current mapping") { id, Source, Commands.ServerUrl };
        SetAction(command, async (server, parsed, cancellation) =>
        {
            if (parsed.GetValue(id) is { } one)
            {
                await server.JsonAsync(new HttpRequestMessage(HttpMethod.Post, $"{Address}/{one}/replay"), cancellation);
                return 0;
            }
            var query = parsed.GetValue(Source) is { } source ? $"?source={Uri.EscapeDataString(source)}" : "";
            var outcome = await server.JsonAsync(new HttpRequestMessage(HttpMethod.Post, $"{Address}/replay{query}"), cancellation);
            Console.WriteLine(
                $"{Number(outcome, "replayed")} replayed with {Number(outcome, "accepted")} new events, "
                + $"{Number(outcome, "failed")} still cannot be mapped");
            return Number(outcome, "failed") > 0 ? 2 : 0;
        });
        return command;
    }

    private static Command Dismiss()
    {
        var command = new Command("dismiss", "Dismisses a letter: it will not be replayed") { Id, Commands.ServerUrl };
        SetAction(command, async (server, parsed, cancellation) =>
        {
            await server.JsonAsync(new HttpRequestMessage(HttpMethod.Delete, $"{Address}/{parsed.GetValue(Id)}"), cancellation);
            return 0;
        });
        return command;
    }

    private static int Number(JsonElement of, string name) => of.GetProperty(name).GetInt32();

    private static void SetAction(Command command, Func<ServerConnection, ParseResult, CancellationToken, Task<int>> work) =>
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(async () =>
        {
            await using var server = await ServerConnection.OpenAsync(parsed, cancellation);
            return await work(server, parsed, cancellation);
        }));
}
