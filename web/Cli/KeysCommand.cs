using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace OneLead.Web.Cli;

/// <summary><c>onelead keys</c>: lists and edits the API keys of programs. A key is printed once.</summary>
internal static class KeysCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The key's name: what uses it" };

    public static Command Create()
    {
        var command = new Command("keys", "Lists the API keys of programs") { Commands.ServerUrl };
        command.SetAction((parsed, cancellation) => AccessVerbs.RunAsync(parsed, ListAsync, cancellation));
        command.Subcommands.Add(CreateAdd());
        command.Subcommands.Add(AccessVerbs.CreateOne(
            "keys", Name, "rotate", "Replaces a key and prints the new one; the former one is not valid any more",
            static async (server, key, cancellation) => Print(await server.JsonAsync(
                new HttpRequestMessage(HttpMethod.Post, $"/api/v1/keys/{key}/rotate"), cancellation))));
        command.Subcommands.Add(AccessVerbs.CreateOne(
            "keys", Name, "remove", "Removes a key",
            static async (server, key, cancellation) => (await server.SendAsync(
                new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/keys/{key}"), cancellation)).Dispose()));
        return command;
    }

    private static Command CreateAdd()
    {
        var scope = new Option<string[]>("--scope") { Description = "Limits the role to this permission; repeat for more" };
        var days = new Option<int?>("--days") { Description = "The days until the key expires. Default: never" };
        var command = new Command("add", "Adds a key and prints it, once")
        {
            Name, AccessVerbs.Role, scope, days, AccessVerbs.Territory, AccessVerbs.KnownAs, Commands.ServerUrl,
        };
        command.SetAction((parsed, cancellation) => AccessVerbs.RunAsync(parsed, async (server, token) =>
        {
            Print(await server.JsonAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/keys")
            {
                Content = JsonContent.Create(new
                {
                    name = parsed.GetValue(Name), role = parsed.GetValue(AccessVerbs.Role), scopes = parsed.GetValue(scope),
                    territories = parsed.GetValue(AccessVerbs.Territory), knownAs = parsed.GetValue(AccessVerbs.KnownAs),
                    expiresAt = parsed.GetValue(days) is { } lasts ? TimeProvider.System.GetUtcNow().AddDays(lasts) : (DateTimeOffset?)null,
                }),
            }, token));
        }, cancellation));
        return command;
    }

    private static async Task ListAsync(ServerConnection server, CancellationToken cancellation)
    {
        var table = new Table().AddColumns("Name", "Role", "Scopes", "State", "Expires");
        foreach (var key in (await server.JsonAsync("/api/v1/keys", cancellation)).GetProperty("items").EnumerateArray())
            table.AddRow([.. new[]
            {
                key.GetProperty("name").GetString()!, key.GetProperty("role").GetString()!,
                string.Join(", ", key.GetProperty("scopes").EnumerateArray().Select(static s => s.GetString())),
                key.GetProperty("state").GetString()!, key.GetProperty("expiresAt").GetString() ?? "never",
            }.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
    }

    private static void Print(JsonElement added) => Console.WriteLine(added.GetProperty("secret").GetString());
}
