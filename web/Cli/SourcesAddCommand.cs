using System.CommandLine;
using OneLead.Sources.Cdc;
using OneLead.Sources.Webhooks;
using OneLead.Sources.Configuration;

namespace OneLead.Web.Cli;

/// <summary><c>onelead sources add</c>: adds a webhook source or a followed database.</summary>
internal static class SourcesAddCommand
{
    private static readonly string Formats =
        string.Join(", ", WebhookFormat.All.Keys.Append(PostgresSource.Format).Order(StringComparer.Ordinal));

    private static readonly Option<string> Format = new("--format") { Description = Formats, Required = true };

    private static readonly Option<string?> Mapping = new("--mapping")
    {
        Description = "A shipped mapping, or the path of a file. Default: the mapping with the format's name",
    };

    private static readonly Option<string?> Url = new("--url")
    {
        Description = "The address under which the sender reaches this source; required for hubspot, whose signature includes it",
    };

    private static readonly Option<string?> Key = new("--key") { Description = "The sender's own header or query parameter for the key" };

    private static readonly Option<string[]> Origin = new("--allow-origin")
    {
        Description = "An origin that may deliver after a CloudEvents handshake; * for any",
    };

    private static readonly Option<string?> Connection = new("--connection")
    {
        Description = "postgres: env:NAME of a connection string, or - to read it from stdin",
    };

    private static readonly Option<string?> Publication = new("--publication")
    {
        Description = "postgres: the publication that names the followed tables. Default: onelead",
    };

    private static readonly Option<string?> Slot = new("--slot")
    {
        Description = "postgres: the replication slot. Default: onelead_ and the name",
    };

    public static Command Create()
    {
        var command = new Command("add", "Adds a source and prints its secret, once")
        {
            SourcesEditor.Name, Format, Mapping, Url, Key, Origin, SourceSecrets.Secret, SourceSecrets.ApiKey, SourceSecrets.Signed,
            Connection, Publication, Slot,
        };
        command.SetAction((parsed, _) => SourcesEditor.RunAsync(parsed, editor =>
        {
            var name = parsed.GetValue(SourcesEditor.Name)!;
            if (SourcesFile.NameProblem(name) is { } problem)
                throw new CommandFailedException($"'{name}' {problem}.");
            if (editor.Sources.Sources.Any(s => s.Name == name) || editor.Sources.Databases.Any(d => d.Name == name))
                throw new CommandFailedException($"There is already a source '{name}'.");
            if (parsed.GetValue(Format) == PostgresSource.Format)
                AddDatabase(editor, name, parsed);
            else
                AddWebhook(editor, name, parsed);
        }));
        return command;
    }

    private static void AddDatabase(SourcesEditor editor, string name, ParseResult parsed)
    {
        var database = new PostgresSource(
            name, ReadConnection(parsed.GetValue(Connection)), parsed.GetValue(Publication) ?? "onelead",
            parsed.GetValue(Slot) ?? PostgresSource.DefaultSlot(name), parsed.GetValue(Mapping) ?? PostgresSource.DefaultMapping, []);
        editor.Write(editor.Sources with { Databases = editor.Sources.Databases.Add(database) });
        Console.WriteLine($"Publication  {database.Publication}");
        Console.WriteLine($"Slot         {database.Slot}, which a running server creates");
        Console.WriteLine("State        onelead cdc status. docs/cdc.md says what the database needs.");
    }

    private static void AddWebhook(SourcesEditor editor, string name, ParseResult parsed)
    {
        if (!WebhookFormat.All.TryGetValue(parsed.GetValue(Format)!, out var format))
            throw new CommandFailedException($"The format must be one of {Formats}.");
        var source = new WebhookSource(
            name, format, parsed.GetValue(Url), parsed.GetValue(Mapping), parsed.GetValue(Key), null, [.. parsed.GetValue(Origin) ?? []],
            null, []);
        var (given, secret) = SourceSecrets.Create(source, parsed);
        editor.Write(editor.Sources with { Sources = editor.Sources.Sources.Add(source with { Secrets = [secret] }) });
        SourceSecrets.Print(source, given, Commands.TenantOf(parsed));
    }

    // Not accepted on the command line, because a connection string usually holds a password.
    private static string ReadConnection(string? given) => given switch
    {
        null => throw new CommandFailedException(
            "The connection is missing. Use --connection env:NAME, or --connection - and the connection string on stdin."),
        "-" => Console.In.ReadLine()?.Trim() is { Length: > 0 } read
            ? read
            : throw new CommandFailedException("There is no connection string on stdin."),
        _ when given.StartsWith(PostgresSource.EnvironmentPrefix, StringComparison.Ordinal) => given,
        _ => throw new CommandFailedException(
            "A connection string on the command line could be read by others on this machine. Use --connection env:NAME, or "
            + "--connection - and stdin."),
    };
}
