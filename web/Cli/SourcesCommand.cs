using System.CommandLine;
using System.Globalization;
using OneLead.Sources.Cdc;
using OneLead.Sources.Configuration;
using OneLead.Sources.Webhooks;
using Spectre.Console;

namespace OneLead.Web.Cli;

/// <summary>
/// <c>onelead sources</c>: webhook sources and followed databases. It edits the file on this machine, which a running server
/// reloads by itself, so that no secret crosses the API. A new secret is printed once.
/// </summary>
internal static class SourcesCommand
{
    private static readonly Argument<string> SourceName =
        new("NAME") { Description = "The source's name: lower-case letters, digits, '.', '_' and '-'" };

    public static Command Create()
    {
        var command = new Command("sources", "Lists the sources of webhooks and the followed databases");
        command.SetAction((_, _) => SourcesEditor.Run(editor =>
        {
            List(editor.Read());
            return Task.CompletedTask;
        }));
        command.Subcommands.Add(Add());
        command.Subcommands.Add(Rotate());
        command.Subcommands.Add(Retire());
        command.Subcommands.Add(Remove());
        return command;
    }

    private static Command Add()
    {
        var formats = string.Join(", ", WebhookFormat.All.Keys.Append(PostgresSource.Format).Order(StringComparer.Ordinal));
        var format = new Option<string>("--format") { Description = formats, Required = true };
        var mapping = new Option<string?>("--mapping") { Description = "A shipped mapping or a file's path. Default: the mapping with the format's name" };
        var url = new Option<string?>("--url") { Description = "The URL registered at the sender; required by hubspot, which signs it" };
        var key = new Option<string?>("--key") { Description = "A custom header or query parameter that carries the API key" };
        var origin = new Option<string[]>("--allow-origin") { Description = "An origin that may deliver after a CloudEvents handshake; * for any" };
        var connection = new Option<string?>("--connection") { Description = "postgres: env:NAME of a connection string, or - to read it from stdin" };
        var publication = new Option<string?>("--publication") { Description = "postgres: the publication that selects the tables. Default: onelead" };
        var slot = new Option<string?>("--slot") { Description = "postgres: the replication slot. Default: onelead_ and the name" };
        var command = new Command("add", "Adds a source and prints its secret once")
        {
            SourceName, format, mapping, url, key, origin, SourceSecrets.Secret, SourceSecrets.ApiKey, SourceSecrets.Signed, connection, publication,
            slot,
        };
        command.SetAction((parsed, _) => SourcesEditor.Run(editor =>
        {
            var (name, content) = (parsed.GetValue(SourceName)!, editor.Read());
            if (SourcesFile.NameProblem(name) is { } problem)
                throw new CommandFailedException($"'{name}' {problem}.");
            if (content.Sources.Any(s => s.Name == name) || content.Databases.Any(d => d.Name == name))
                throw new CommandFailedException($"There is a source '{name}' already.");
            if (parsed.GetValue(format) == PostgresSource.Format)
                AddDatabase(name, content);
            else
                AddWebhooks(name, content);
            return Task.CompletedTask;

            void AddDatabase(string name, SourcesContent content)
            {
                var database = new PostgresSource(
                    name,
                    Connection(parsed.GetValue(connection)),
                    parsed.GetValue(publication) ?? "onelead",
                    parsed.GetValue(slot) ?? PostgresSource.DefaultSlot(name),
                    parsed.GetValue(mapping) ?? PostgresSource.DefaultMapping,
                    []);
                editor.Write(content with { Databases = content.Databases.Add(database) });
                Console.WriteLine(
                    $"Publication  {database.Publication}\nSlot         {database.Slot}, which a running server makes\n"
                    + "How it goes: onelead cdc status. docs/cdc.md says what the database needs.");
            }

            void AddWebhooks(string name, SourcesContent content)
            {
                if (!WebhookFormat.All.TryGetValue(parsed.GetValue(format)!, out var known))
                    throw new CommandFailedException($"The format must be one of {formats}.");
                var source = new WebhookSource(
                    name, known, parsed.GetValue(url), parsed.GetValue(mapping), parsed.GetValue(key), null, [.. parsed.GetValue(origin) ?? []], null, []);
                var (printed, secret) = SourceSecrets.Create(source, parsed);
                editor.Write(content with { Sources = content.Sources.Add(source with { Secrets = [secret] }) });
                SourceSecrets.Print(source, printed);
            }
        }));
        return command;
    }

    private static Command Rotate()
    {
        var command = new Command("rotate", "Adds a second secret that is valid beside the first")
        {
            SourceName, SourceSecrets.Secret, SourceSecrets.ApiKey, SourceSecrets.Signed,
        };
        command.SetAction((parsed, _) => SourcesEditor.Run(editor =>
        {
            var content = editor.Read();
            var source = SourcesEditor.Find(content, parsed.GetValue(SourceName)!);
            var (changed, printed) = SourceSecrets.Rotate(source, parsed);
            editor.Write(content with { Sources = content.Sources.Replace(source, changed) });
            SourceSecrets.Print(source, printed);
            return Task.CompletedTask;
        }));
        return command;
    }

    private static Command Retire()
    {
        var command = new Command("retire", "Removes the older of two secrets") { SourceName };
        command.SetAction((parsed, _) => SourcesEditor.Run(editor =>
        {
            var content = editor.Read();
            var source = SourcesEditor.Find(content, parsed.GetValue(SourceName)!);
            editor.Write(content with { Sources = content.Sources.Replace(source, SourceSecrets.Retire(source)) });
            return Task.CompletedTask;
        }));
        return command;
    }

    private static Command Remove()
    {
        var command = new Command("remove", "Removes a source. For a database, its slot is dropped as well") { SourceName };
        command.SetAction((parsed, cancellation) => SourcesEditor.Run(async editor =>
        {
            var (name, content) = (parsed.GetValue(SourceName)!, editor.Read());
            if (content.Databases.FirstOrDefault(d => d.Name == name) is not { } database)
            {
                editor.Write(content with { Sources = content.Sources.Remove(SourcesEditor.Find(content, name)) });
                return;
            }
            editor.Write(content with { Databases = content.Databases.Remove(database) });
            await CdcCommands.DropSlotOfRemoved(database, cancellation);
        }));
        return command;
    }

    private static void List(SourcesContent content)
    {
        var table = new Table().AddColumns("Source", "Format", "URL or slot", "Mapping", "Secrets");
        var webhooks = content.Sources.Select(s => (string[])
        [
            s.Name,
            s.Format.Name,
            s.Url ?? "",
            s.Mapping ?? (s.Format.NeedsMapping ? s.Format.Name : ""),
            string.Join(", ", s.Secrets.Select(k => string.Create(CultureInfo.InvariantCulture, $"{k.Id} since {k.Since:yyyy-MM-dd}"))),
        ]);
        var databases = content.Databases.Select(d => (string[])[d.Name, PostgresSource.Format, d.Slot, d.Mapping, ""]);
        foreach (var row in webhooks.Concat(databases).OrderBy(r => r[0], StringComparer.Ordinal))
            table.AddRow([.. row.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
    }

    // A connection string usually contains a password, so it is not taken from the command line.
    private static string Connection(string? given) => given switch
    {
        null => throw new CommandFailedException(
            "Which database? --connection env:NAME, or --connection - and the connection string on stdin."),
        "-" => Console.In.ReadLine()?.Trim() is { Length: > 0 } read
            ? read
            : throw new CommandFailedException("There was no connection string on stdin."),
        _ when given.StartsWith(PostgresSource.EnvironmentPrefix, StringComparison.Ordinal) => given,
        _ => throw new CommandFailedException(
            "A connection string on the command line could be read by others on this machine: "
            + "use --connection env:NAME, or --connection - and stdin."),
    };
}
