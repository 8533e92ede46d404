using System.CommandLine;
using System.Text.Json;
using Npgsql;
using OneLead.Sources.Cdc;
using OneLead.Sources.Configuration;
using Polly;
using Polly.Retry;
using Spectre.Console;

namespace OneLead.Web.Cli;

/// <summary><c>onelead cdc</c>: followed databases. Exits with 0 if all are followed, 2 if one is not, 1 on failure.</summary>
internal static class CdcCommands
{
    private static readonly string[] Columns = ["state", "copy", "copied", "position", "lag", "lastCommitAt", "message"];

    public static Command Create()
    {
        var command = new Command("cdc", "Shows the status of followed databases, and drops their replication slots");
        command.Subcommands.Add(Status());
        command.Subcommands.Add(DropSlot());
        return command;
    }

    /// <summary>Drops the slot of a removed source. A running server stops reading it within a second.</summary>
    public static async Task DropSlotOfRemoved(PostgresSource source, CancellationToken cancellation)
    {
        try
        {
            await using var server = await PostgresServer.OpenAsync(source.Connected(), cancellation);
            await Drop(server, source, static () => Task.CompletedTask, cancellation);
        }
        catch (Exception e) when (e is NpgsqlException or FormatException or ArgumentException or CommandFailedException)
        {
            throw new CommandFailedException(
                $"'{source.Name}' is removed, but its slot is not: {e.Message}\nUntil it is dropped, the database keeps its log: SELECT pg_drop_replication_slot('{source.Slot}')");
        }
    }

    private static Command Status()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON, one source per line" };
        var command = new Command("status", "Shows the status of each followed database") { json, Commands.ServerUrl };
        command.SetAction((parsed, cancellation) => Guard.Run(async () =>
        {
            await using var session = await Session.Open(parsed.GetValue(Commands.ServerUrl), cancellation);
            var table = new Table().AddColumns(["source", .. Columns]);
            var isWell = true;
            foreach (var source in (await session.Json("/api/v1/sources", cancellation)).GetProperty("items").EnumerateArray().Where(s => s.GetProperty("format").GetString() == PostgresSource.Format))
            {
                var cdc = source.GetProperty("cdc");
                var isFollowed = cdc.ValueKind == JsonValueKind.Object;
                isWell &= isFollowed && cdc.GetProperty("state").GetString() is "streaming" or "copying";
                if (parsed.GetValue(json))
                    Console.WriteLine(source.GetRawText());
                else
                    table.AddRow([.. Columns.Select(c => isFollowed ? cdc.GetProperty(c).ToString() : c == "state" ? "no server runs" : "").Prepend(source.GetProperty("name").GetString()!).Select(Markup.Escape)]);
            }
            if (!parsed.GetValue(json))
                AnsiConsole.Write(table);
            return isWell ? 0 : 2;
        }));
        return command;
    }

    private static Command DropSlot()
    {
        var name = new Argument<string>("SOURCE") { Description = "A followed database" };
        var force = new Option<bool>("--force") { Description = "Even while a server reads it; the server then copies the tables again" };
        var command = new Command("drop-slot", "Drops a source's replication slot, so that the database need not keep its log. A server that follows the source copies its tables again") { name, force };
        command.SetAction((parsed, cancellation) => Guard.Run(async () =>
        {
            var source = Find(parsed.GetValue(name)!);
            try
            {
                await using var server = await PostgresServer.OpenAsync(source.Connected(), cancellation);
                if (await server.ReadSlotAsync(cancellation) is { Process: { } process } && !parsed.GetValue(force))
                    throw new CommandFailedException(
                        $"The slot '{source.Slot}' is read by process {process} of the database: a running server follows it. `onelead sources remove {source.Name}` ends that and drops the slot; with --force it is dropped now, and all is copied anew.");
                Console.WriteLine(await Drop(server, source, () => server.TerminateSlotReaderAsync(cancellation), cancellation) ? $"The slot '{source.Slot}' is dropped." : $"There is no slot '{source.Slot}'.");
                return 0;
            }
            catch (Exception e) when (e is NpgsqlException or FormatException or ArgumentException)
            {
                throw new CommandFailedException($"'{source.Name}': {e.Message}");
            }
        }));
        return command;
    }

    private static PostgresSource Find(string name)
    {
        var read = SourcesFile.Read(Places.SourcesFile(new ConfigurationBuilder().AddEnvironmentVariables().Build()), loads: false);
        if (!read.Errors.IsEmpty)
            throw new CommandFailedException(string.Join('\n', read.Errors));
        return read.Databases.FirstOrDefault(d => d.Name == name) ?? throw new CommandFailedException($"There is no source '{name}' that is a database.");
    }

    // The session that reads the slot needs a moment to end, and may reconnect between two calls.
    private static async Task<bool> Drop(PostgresServer server, PostgresSource source, Func<Task> endReader, CancellationToken cancellation)
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

    // 15 s in steps of 100 ms.
    private static readonly ResiliencePipeline Retry = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<PostgresException>(e => e.SqlState == PostgresErrorCodes.ObjectInUse),
            MaxRetryAttempts = 150,
            Delay = TimeSpan.FromMilliseconds(100),
        })
        .Build();
}
