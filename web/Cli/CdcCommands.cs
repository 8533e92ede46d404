using System.CommandLine;
using System.Text.Json;
using Npgsql;
using OneLead.Sources.Cdc;
using OneLead.Sources.Configuration;
using Polly;
using Polly.Retry;
using Spectre.Console;

namespace OneLead.Web.Cli;

/// <summary><c>onelead cdc</c>: followed databases. 0 if all are followed, 2 if one is not, 1 if the command failed.</summary>
internal static class CdcCommands
{
    private static readonly string[] Columns = ["state", "copy", "copied", "position", "lag", "lastCommitAt", "message"];
    // 15 s in steps of 100 ms.
    private static readonly ResiliencePipeline Retry = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<PostgresException>(e => e.SqlState == PostgresErrorCodes.ObjectInUse),
            MaxRetryAttempts = 150,
            Delay = TimeSpan.FromMilliseconds(100),
        })
        .Build();

    public static Command Create()
    {
        var command = new Command("cdc", "Shows the state of followed databases, and drops their replication slots");
        command.Subcommands.Add(Status());
        command.Subcommands.Add(DropSlot());
        return command;
    }

    /// <summary>Drops the slot of a source that was removed from the file; a running server releases it within a second.</summary>
    public static async Task DropSlotOfRemovedAsync(PostgresSource source, CancellationToken cancellation)
    {
        try
        {
            await using var server = await PostgresServer.OpenAsync(source.Connected(), cancellation);
            await DropAsync(server, source, static () => Task.CompletedTask, cancellation);
        }
        catch (Exception e) when (e is NpgsqlException or FormatException or ArgumentException or CommandFailedException)
        {
            throw new CommandFailedException(
                $"'{source.Name}' is removed, but its slot is not: {e.Message}\n"
                + $"Until it is dropped, the database keeps its log: SELECT pg_drop_replication_slot('{source.Slot}')");
        }
    }

    private static Command Status()
    {
        var json = new Option<bool>("--json") { Description = "Print them as JSON, one a line" };
        var command = new Command("status", "Shows the state of each followed database") { json, Commands.ServerUrl };
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(async () =>
        {
            await using var server = await ServerConnection.OpenAsync(parsed, cancellation);
            var table = new Table().AddColumns(["source", .. Columns]);
            var isWell = true;
            var sources = (await server.JsonAsync("/api/v1/sources", cancellation)).GetProperty("items").EnumerateArray();
            foreach (var source in sources.Where(s => s.GetProperty("format").GetString() == PostgresSource.Format))
            {
                var cdc = source.GetProperty("cdc");
                var isFollowed = cdc.ValueKind == JsonValueKind.Object;
                isWell &= isFollowed && cdc.GetProperty("state").GetString() is "streaming" or "copying";
                if (parsed.GetValue(json))
                    Console.WriteLine(source.GetRawText());
                else
                    table.AddRow([.. RowOf(source.GetProperty("name").GetString()!, isFollowed ? cdc : null).Select(Markup.Escape)]);
            }
            if (!parsed.GetValue(json))
                AnsiConsole.Write(table);
            return isWell ? 0 : 2;
        }));
        return command;
    }

    private static IEnumerable<string> RowOf(string name, JsonElement? cdc) =>
        Columns.Select(c => cdc?.GetProperty(c).ToString() ?? (c == "state" ? "no server runs" : "")).Prepend(name);

    private static Command DropSlot()
    {
        var name = new Argument<string>("SOURCE") { Description = "A source that is a database" };
        var force = new Option<bool>("--force")
        {
            Description = "Drop it even while it is read; a running server then copies the tables again",
        };
        var command = new Command(
            "drop-slot",
            "Drops a source's replication slot, for which the database keeps its log. If the source is still followed, its tables are "
            + "copied again and the differences journaled")
        {
            name, force,
        };
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(async () =>
        {
            var source = Find(parsed, parsed.GetValue(name)!);
            try
            {
                await using var server = await PostgresServer.OpenAsync(source.Connected(), cancellation);
                if (await server.ReadSlotAsync(cancellation) is { Process: { } process } && !parsed.GetValue(force))
                    throw new CommandFailedException(
                        $"The slot '{source.Slot}' is in use by process {process} of the database: a running server follows it. "
                        + $"`onelead sources remove {source.Name}` ends that and drops the slot; with --force it is dropped now, and all "
                        + "tables are copied again.");
                Console.WriteLine(
                    await DropAsync(server, source, () => server.TerminateSlotReaderAsync(cancellation), cancellation)
                        ? $"The slot '{source.Slot}' is dropped."
                        : $"There is no slot '{source.Slot}'.");
                return 0;
            }
            catch (Exception e) when (e is NpgsqlException or FormatException or ArgumentException)
            {
                throw new CommandFailedException($"'{source.Name}': {e.Message}");
            }
        }));
        return command;
    }

    private static PostgresSource Find(ParseResult parsed, string name)
    {
        var read = SourcesFile.Read(InstallPaths.SourcesFile(Commands.Settings(parsed)), loads: false);
        if (!read.Errors.IsEmpty)
            throw new CommandFailedException(string.Join('\n', read.Errors));
        return read.Databases.FirstOrDefault(d => d.Name == name)
            ?? throw new CommandFailedException($"There is no source '{name}' that is a database.");
    }

    // Retries, because a reader may take a moment to release the slot, and may return between two calls.
    private static async Task<bool> DropAsync(
        PostgresServer server, PostgresSource source, Func<Task> endReader, CancellationToken cancellation)
    {
        try
        {
            return await Retry.ExecuteAsync(async token =>
            {
                if (await server.ReadSlotAsync(token) is not { } slot)
                    return false;
                if (slot.Process is not null)
                    await endReader();
                await server.DropSlotAsync(token);
                return true;
            }, cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedObject)
        {
            return false;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ObjectInUse)
        {
            throw new CommandFailedException($"The slot '{source.Slot}' is still in use: {e.Message}");
        }
    }
}
