using System.CommandLine;
using OneLead.Web.Access;
using Spectre.Console;

namespace OneLead.Web.Cli;

/// <summary><c>onelead users</c>: lists and adds users, hands out links, disables and removes users.</summary>
internal static class UsersCommand
{
    private static readonly Argument<string> Name = new("NAME")
    {
        Description = "The name to sign in with: an e-mail address, or a short name",
    };

    public static Command Create()
    {
        var command = new Command("users", "Lists the users") { Commands.ServerUrl };
        command.SetAction((parsed, cancellation) => AccessVerbs.RunAsync(parsed, ListAsync, cancellation));
        command.Subcommands.Add(CreateAdd());
        command.Subcommands.Add(AccessVerbs.CreateOne(
            "users", Name, "link", "Prints a one-time link to set another password; a lost second factor is turned off",
            static async (server, user, cancellation) => AccessVerbs.PrintLink(server, await server.JsonAsync(
                new HttpRequestMessage(HttpMethod.Post, $"/api/v1/users/{user}/link"), cancellation))));
        command.Subcommands.Add(CreateRequireSecondFactor());
        command.Subcommands.Add(AccessVerbs.CreateOne(
            "users", Name, "sign-out", "Ends all sessions of a user",
            static async (server, user, cancellation) => (await server.SendAsync(
                new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/users/{user}/sessions"), cancellation)).Dispose()));
        command.Subcommands.Add(AccessVerbs.CreateOne(
            "users", Name, "disable", "Keeps a user from signing in, and ends their sessions",
            static (server, user, cancellation) => ChangeAsync(server, user, new { disabled = true }, cancellation)));
        command.Subcommands.Add(AccessVerbs.CreateOne(
            "users", Name, "enable", "Lets a disabled user sign in again",
            static (server, user, cancellation) => ChangeAsync(server, user, new { disabled = false }, cancellation)));
        command.Subcommands.Add(AccessVerbs.CreateOne(
            "users", Name, "remove", "Removes a user; what they did keeps their name",
            static async (server, user, cancellation) => (await server.SendAsync(
                new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/users/{user}"), cancellation)).Dispose()));
        return command;
    }

    private static Command CreateAdd()
    {
        var display = new Option<string?>("--display-name") { Description = "The name that others see. Default: NAME" };
        var command = new Command("add", "Adds a user. Reads the password from standard input, or prints a one-time link to set one")
        {
            Name, AccessVerbs.Role, display, AccessVerbs.Territory, AccessVerbs.KnownAs, Commands.ServerUrl,
        };
        command.SetAction((parsed, cancellation) => AccessVerbs.RunAsync(parsed, async (server, token) =>
        {
            var password = Console.IsInputRedirected ? (await Console.In.ReadLineAsync(token))?.TrimEnd('\r') : null;
            var added = await server.JsonAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/users")
            {
                Content = JsonContent.Create(new
                {
                    name = parsed.GetValue(Name), displayName = parsed.GetValue(display), role = parsed.GetValue(AccessVerbs.Role),
                    territories = parsed.GetValue(AccessVerbs.Territory), knownAs = parsed.GetValue(AccessVerbs.KnownAs),
                    password = string.IsNullOrEmpty(password) ? null : password,
                }),
            }, token);
            AccessVerbs.PrintLink(server, added);
        }, cancellation));
        return command;
    }

    private static Command CreateRequireSecondFactor()
    {
        var roles = new Argument<string[]>("ROLE")
        {
            Description = $"{string.Join(", ", Wire.All<Role>())}; or none", Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("require-second-factor", "Sets the roles whose people need a second factor")
        {
            roles, Commands.ServerUrl,
        };
        command.SetAction((parsed, cancellation) => AccessVerbs.RunAsync(parsed, async (server, token) =>
        {
            var given = parsed.GetValue(roles)!;
            (await server.SendAsync(new HttpRequestMessage(HttpMethod.Put, "/api/v1/users/second-factor")
            {
                Content = JsonContent.Create(new { roles = given is ["none"] ? [] : RolesOf(given) }),
            }, token)).Dispose();
        }, cancellation));
        return command;
    }

    private static string[] RolesOf(string[] given) =>
        given.FirstOrDefault(static r => !Wire.TryParse<Role>(r, out _)) is { } unknown
            ? throw new CommandFailedException($"'{unknown}' is no role. Roles are {string.Join(", ", Wire.All<Role>())}.")
            : given;

    private static async Task ChangeAsync(ServerConnection server, string user, object change, CancellationToken cancellation) =>
        await server.JsonAsync(
            new HttpRequestMessage(HttpMethod.Put, $"/api/v1/users/{user}") { Content = JsonContent.Create(change) }, cancellation);

    private static async Task ListAsync(ServerConnection server, CancellationToken cancellation)
    {
        var table = new Table().AddColumns("Name", "Shown as", "Role", "State", "Second factor");
        var users = await server.JsonAsync("/api/v1/users", cancellation);
        foreach (var user in users.GetProperty("items").EnumerateArray())
            table.AddRow([.. new[]
            {
                user.GetProperty("name").GetString()!, user.GetProperty("displayName").GetString()!, user.GetProperty("role").GetString()!,
                user.GetProperty("state").GetString()!, user.GetProperty("secondFactor").GetBoolean() ? "on" : "off",
            }.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
        var roles = users.GetProperty("secondFactorRoles").EnumerateArray().Select(static r => r.GetString()).ToList();
        if (roles.Count > 0)
            Console.WriteLine($"People with these roles need a second factor: {string.Join(", ", roles)}.");
    }
}
