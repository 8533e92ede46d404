using System.CommandLine;
using System.Text.Json;
using OneLead.Web.Tenants;
using Spectre.Console;

namespace OneLead.Web.Cli;

/// <summary><c>onelead tenants</c>: lists, adds, exports and removes organisations.</summary>
internal static class TenantsCommand
{
    private const string Path = "/api/v1/tenants";

    private static readonly TimeSpan ServedWithin = TimeSpan.FromMinutes(2), Pause = TimeSpan.FromMilliseconds(200);

    private static readonly Argument<string> Name = new("NAME") { Description = $"The organisation: {Tenant.NameRule}" };

    public static Command Create()
    {
        var command = new Command("tenants", "Lists the organisations beside the default one");
        command.SetAction((parsed, cancellation) => RunAsync(async server =>
        {
            var table = new Table().AddColumns("Name", "State", "Since", "Problem");
            foreach (var tenant in (await server.JsonAsync(Path, cancellation)).GetProperty("items").EnumerateArray())
                table.AddRow([.. new[]
                {
                    tenant.GetProperty("name").GetString()!, tenant.GetProperty("state").GetString()!,
                    $"{tenant.GetProperty("createdAt").GetDateTimeOffset():yyyy-MM-dd}", tenant.GetProperty("problem").GetString() ?? "",
                }.Select(Markup.Escape)]);
            AnsiConsole.Write(table);
        }, cancellation));
        command.Subcommands.Add(CreateAdd());
        command.Subcommands.Add(CreateExport());
        command.Subcommands.Add(CreateRemove());
        return command;
    }

    private static Command CreateAdd()
    {
        var administrator = new Option<string>("--administrator")
        {
            Description = "Who adds the other users: an e-mail address, or a short name", Required = true,
        };
        var command = new Command("add", "Adds an organisation, and prints a one-time link for its administrator")
        {
            Name, administrator,
        };
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(async () =>
        {
            var name = parsed.GetRequiredValue(Name);
            await using (var server = await ServerConnection.OpenAsync(null, null, cancellation))
            {
                await server.JsonAsync(
                    new HttpRequestMessage(HttpMethod.Post, Path) { Content = JsonContent.Create(new { name }) }, cancellation);
                if (!server.IsOwn)
                    await WaitUntilServedAsync(server, name, cancellation);
            }
            await using var tenant = await ServerConnection.OpenAsync(null, name, cancellation);
            AccessVerbs.PrintLink(tenant, await tenant.JsonAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/users")
            {
                Content = JsonContent.Create(new { name = parsed.GetRequiredValue(administrator), role = "administrator" }),
            }, cancellation));
            return 0;
        }));
        return command;
    }

    private static Command CreateExport()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The file to write" };
        var command = new Command(
            "export", "Writes every row of an organisation's journal in the clear, as lines of JSON")
        {
            Name, file,
        };
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(async () =>
        {
            await using var server = await ServerConnection.OpenAsync(null, parsed.GetRequiredValue(Name), cancellation);
            using var answer = await server.SendAsync(new(HttpMethod.Get, "/api/v1/export"), cancellation);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            await using var target = new FileStream(parsed.GetRequiredValue(file).FullName, options);
            await answer.Content.CopyToAsync(target, cancellation);
            return 0;
        }));
        return command;
    }

    private static Command CreateRemove()
    {
        var sure = new Option<bool>("--delete-everything")
        {
            Description = "Confirms that the organisation's data, its users and its key are deleted for good",
        };
        var command = new Command("remove", "Removes an organisation with all its data and its key. Export it first")
        {
            Name, sure,
        };
        command.SetAction((parsed, cancellation) => RunAsync(async server =>
        {
            if (!parsed.GetValue(sure))
                throw new CommandFailedException($"Nothing was deleted. To delete the organisation for good, add {sure.Name}.");
            (await server.SendAsync(
                new(HttpMethod.Delete, $"{Path}/{Uri.EscapeDataString(parsed.GetRequiredValue(Name))}"), cancellation)).Dispose();
        }, cancellation));
        return command;
    }

    private static Task<int> RunAsync(Func<ServerConnection, Task> work, CancellationToken cancellation) =>
        CommandGuard.RunAsync(async () =>
        {
            await using var server = await ServerConnection.OpenAsync(null, null, cancellation);
            await work(server);
            return 0;
        });

    private static async Task WaitUntilServedAsync(ServerConnection server, string name, CancellationToken cancellation)
    {
        var clock = TimeProvider.System;
        for (var started = clock.GetTimestamp(); ; await Task.Delay(Pause, clock, cancellation))
        {
            var tenant = (await server.JsonAsync(Path, cancellation)).GetProperty("items").EnumerateArray()
                .First(t => t.GetProperty("name").GetString() == name);
            if (tenant.GetProperty("state").GetString() == Wire.Name(ServingState.Running))
                return;
            if (tenant.GetProperty("problem") is { ValueKind: JsonValueKind.String } problem)
                throw new CommandFailedException($"The organisation was added, but is not served: {problem.GetString()}");
            if (clock.GetElapsedTime(started) > ServedWithin)
                throw new CommandFailedException("The organisation was added, but is not served yet. See: onelead tenants");
        }
    }
}
