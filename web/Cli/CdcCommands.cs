using System.CommandLine;
using System.Text.Json;
using Npgsql;
using OneLead.Sources.Cdc;
using OneLead.Sources.Configuration;
using Spectre.Console;

namespace OneLead.Web.Cli;

/// <summary><c>onelead cdc</c>: databases that are followed. 0 all is well, 2 one is not followed as it should be, 1 it failed.</summary>
internal static class CdcCommands
{
    private static readonly string[] Columns = ["state", "copy", "copied", "position", "lag", "lastCommitAt", "message"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15), Pause = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        var command = new Command("cdc", "Databases that are followed: how it goes, and their replication slots");
        command.Subcommands.Add(Status());
        command.Subcommands.Add(DropSlot());
        return command;
    }

    /// <summary>Drops the slot of a source that the file does not have any more; a running server lets it go within a second.</summary>
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
        var json = new Option<bool>("--json") { Description = "Print them as JSON, one a line" };
        var command = new Command("status", "How it goes with each database that is followed") { json, Commands.ServerUrl };
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
        var name = new Argument<string>("SOURCE") { Description = "A source that is a database" };
        var force = new Option<bool>("--force") { Description = "Even while it is read: a running server copies the tables anew then" };
        var command = new Command("drop-slot", "Drops a source's replication slot, for which the database keeps its log. Where the source is still followed, all is copied anew, and what differs journaled") { name, force };
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

    // Whoever reads it may need a moment to let it go, and may come back between two calls.
    private static async Task<bool> Drop(PostgresServer server, PostgresSource source, Func<Task> endReader, CancellationToken cancellation)
    {
        for (var began = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                if (await server.ReadSlotAsync(cancellation) is not { } slot)
                    return false;
                if (slot.Process is not null)
                    await endReader();
                await server.DropSlotAsync(cancellation);
                return true;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedObject)
            {
                return false;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ObjectInUse)
            {
                if (TimeProvider.System.GetElapsedTime(began) > Patience)
                    throw new CommandFailedException($"The slot '{source.Slot}' is read all the while: {e.Message}");
                await Task.Delay(Pause, cancellation);
            }
        }
    }
}
