using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using Spectre.Console;

namespace OneLead.Web.Cli;

/// <summary><c>onelead users</c>: lists and adds users, hands out links, disables and removes users.</summary>
internal static class UsersCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The name to sign in with: an e-mail address, or a short name" };

    public static Command Create()
    {
        var command = new Command("users", "Lists the users") { Commands.ServerUrl };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, ListAsync, cancellation));
        command.Subcommands.Add(CreateAdd());
        command.Subcommands.Add(CreateOne("link", "Prints a one-time link to set another password; a lost second factor is turned off",
            static async (server, user, cancellation) => PrintLink(await server.JsonAsync(
                new HttpRequestMessage(HttpMethod.Post, $"/api/v1/users/{user}/link"), cancellation))));
        command.Subcommands.Add(CreateOne("disable", "Keeps a user from signing in, and ends their sessions",
            static (server, user, cancellation) => ChangeAsync(server, user, new { disabled = true }, cancellation)));
        command.Subcommands.Add(CreateOne("enable", "Lets a disabled user sign in again",
            static (server, user, cancellation) => ChangeAsync(server, user, new { disabled = false }, cancellation)));
        command.Subcommands.Add(CreateOne("remove", "Removes a user; what they did keeps their name",
            static async (server, user, cancellation) => (await server.SendAsync(
                new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/users/{user}"), cancellation)).Dispose()));
        return command;
    }

    private static Command CreateAdd()
    {
        var display = new Option<string?>("--display-name") { Description = "The name that others see. Default: NAME" };
        var command = new Command("add", "Adds a user. Reads the password from standard input, or prints a one-time link to set one")
        {
            Name, AccessOptions.Role, AccessOptions.Tenant, display, AccessOptions.Territory, AccessOptions.KnownAs, Commands.ServerUrl,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, async (server, token) =>
        {
            AccessOptions.CheckTenant(parsed);
            var password = Console.IsInputRedirected ? (await Console.In.ReadLineAsync(token))?.TrimEnd('\r') : null;
            var added = await server.JsonAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/users")
            {
                Content = JsonContent.Create(new
                {
                    name = parsed.GetValue(Name), displayName = parsed.GetValue(display), role = parsed.GetValue(AccessOptions.Role),
                    territories = parsed.GetValue(AccessOptions.Territory), knownAs = parsed.GetValue(AccessOptions.KnownAs),
                    password = string.IsNullOrEmpty(password) ? null : password,
                }),
            }, token);
            PrintLink(added);
        }, cancellation));
        return command;
    }

    private static Command CreateOne(
        string verb, string description, Func<ServerConnection, string, CancellationToken, Task> work)
    {
        var command = new Command(verb, description) { Name, Commands.ServerUrl };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, async (server, token) =>
        {
            var name = parsed.GetValue(Name)!;
            var users = await server.JsonAsync("/api/v1/users", token);
            var user = users.GetProperty("items").EnumerateArray().Where(u => string.Equals(
                u.GetProperty("name").GetString(), name.Trim(), StringComparison.OrdinalIgnoreCase)).ToList();
            if (user.Count == 0)
                throw new CommandFailedException($"There is no user '{name}'.");
            await work(server, user[0].GetProperty("id").GetString()!, token);
        }, cancellation));
        return command;
    }

    private static async Task ChangeAsync(ServerConnection server, string user, object change, CancellationToken cancellation) =>
        await server.JsonAsync(
            new HttpRequestMessage(HttpMethod.Put, $"/api/v1/users/{user}") { Content = JsonContent.Create(change) }, cancellation);

    private static async Task ListAsync(ServerConnection server, CancellationToken cancellation)
    {
        var table = new Table().AddColumns("Name", "Shown as", "Role", "State", "Second factor");
        foreach (var user in (await server.JsonAsync("/api/v1/users", cancellation)).GetProperty("items").EnumerateArray())
            table.AddRow([.. new[]
            {
                user.GetProperty("name").GetString()!, user.GetProperty("displayName").GetString()!, user.GetProperty("role").GetString()!,
                user.GetProperty("state").GetString()!, user.GetProperty("secondFactor").GetBoolean() ? "on" : "off",
            }.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
    }

    private static void PrintLink(JsonElement invited)
    {
        if (invited.GetProperty("link").GetString() is { } link)
            Console.WriteLine($"{link}\nThe link sets the password, once, until {invited.GetProperty("linkExpiresAt").GetDateTimeOffset():u}.");
    }

    private static Task<int> RunAsync(
        ParseResult parsed, Func<ServerConnection, CancellationToken, Task> work, CancellationToken cancellation) =>
        CommandGuard.RunAsync(async () =>
        {
            await using var server = await ServerConnection.OpenAsync(parsed.GetValue(Commands.ServerUrl), cancellation);
            await work(server, cancellation);
            return 0;
        });
}
