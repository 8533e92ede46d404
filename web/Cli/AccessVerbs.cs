using System.CommandLine;
using System.Text.Json;
using OneLead.Web.Access;

namespace OneLead.Web.Cli;

/// <summary>What the verbs on users and on keys share.</summary>
internal static class AccessVerbs
{
    public static readonly Option<string> Role = new("--role")
    {
        Description = string.Join(", ", Wire.All<Role>()), Required = true,
    };

    public static readonly Option<string[]> Territory = new("--territory")
    {
        Description = "A territory of a territory manager; repeat for more",
    };

    public static readonly Option<string[]> KnownAs = new("--known-as")
    {
        Description = "A name under which sources know an account manager, such as the CRM's owner id; repeat for more",
    };

    /// <summary>A verb on one user or key.</summary>
    /// <param name="resource">users or keys.</param>
    /// <param name="work">Gets the id.</param>
    public static Command CreateOne(
        string resource, Argument<string> name, string verb, string description,
        Func<ServerConnection, string, CancellationToken, Task> work)
    {
        var command = new Command(verb, description) { name, Commands.ServerUrl };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, async (server, token) =>
        {
            var given = parsed.GetValue(name)!.Trim();
            var found = (await server.JsonAsync($"/api/v1/{resource}", token)).GetProperty("items").EnumerateArray().Where(
                i => string.Equals(i.GetProperty("name").GetString(), given, StringComparison.OrdinalIgnoreCase)).ToList();
            if (found.Count == 0)
                throw new CommandFailedException($"There is no {resource[..^1]} '{given}'.");
            await work(server, found[0].GetProperty("id").GetString()!, token);
        }, cancellation));
        return command;
    }

    public static Task<int> RunAsync(
        ParseResult parsed, Func<ServerConnection, CancellationToken, Task> work, CancellationToken cancellation) =>
        CommandGuard.RunAsync(async () =>
        {
            await using var server = await ServerConnection.OpenAsync(parsed, cancellation);
            await work(server, cancellation);
            return 0;
        });

    /// <summary>Prints the link of an invited user, if there is one.</summary>
    public static void PrintLink(ServerConnection server, JsonElement invited)
    {
        if (invited.GetProperty("link").GetString() is not { } link)
            return;
        // The command's own server ends with it.
        if (server.IsOwn)
            link = "http://<where the server is reached>" + new Uri(link).PathAndQuery + new Uri(link).Fragment;
        Console.WriteLine(
            $"{link}\nThe link sets the password, once, until {invited.GetProperty("linkExpiresAt").GetDateTimeOffset():u}.");
    }
}
