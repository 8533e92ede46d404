using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using OneLead.Sources.Cdc;
using OneLead.Sources.Configuration;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks;
using Spectre.Console;

namespace OneLead.Web.Cli;

/// <summary>
/// <c>onelead sources</c>: who may deliver webhooks, and which databases are followed. It edits the file on this machine, of
/// which a running server takes notice by itself: no secret ever crosses the API. A new secret is printed once.
/// </summary>
internal static class SourcesCommand
{
    private static readonly Argument<string> SourceName = new("NAME") { Description = "The source's name: lower-case letters, digits, '.', '_' and '-'" };
    private static readonly Option<string?> Secret = new("--secret") { Description = "A secret that you have already: env:NAME, or - to read it from stdin. Default: a new one" };
    private static readonly Option<bool> ApiKey = new("--api-key") { Description = "A key in a header instead of a signature, where the format takes either" };
    private static readonly Option<bool> Signed = new("--signed") { Description = "A Standard Webhooks signature instead of a key, where the format takes either" };

    public static Command Create()
    {
        var command = new Command("sources", "Lists the sources: who delivers webhooks, and databases that are followed");
        command.SetAction((_, _) => Run(List));
        command.Subcommands.Add(Add());
        command.Subcommands.Add(Edit("rotate", "Makes a second secret valid beside the present one", [Secret, ApiKey, Signed], Rotate));
        command.Subcommands.Add(Edit("retire", "Ends the older of two secrets", [], (source, _) => (Retire(source), () => { })));
        command.Subcommands.Add(Remove());
        return command;
    }

    private static Command Add()
    {
        var format = new Option<string>("--format") { Description = string.Join(", ", WebhookFormat.All.Keys.Append(PostgresSource.Format).Order(StringComparer.Ordinal)), Required = true };
        var mapping = new Option<string?>("--mapping") { Description = "A mapping that ships, or a file's path. Default: the one of the format's name" };
        var url = new Option<string?>("--url") { Description = "The address under which the sender reaches this source; needed by hubspot, which signs it" };
        var key = new Option<string?>("--key") { Description = "A header or query parameter of the sender's own that brings the key" };
        var origin = new Option<string[]>("--allow-origin") { Description = "An origin that may deliver after a CloudEvents handshake; * for any" };
        var connection = new Option<string?>("--connection") { Description = "postgres: the database, env:NAME of a connection string, or - to read it from stdin" };
        var publication = new Option<string?>("--publication") { Description = "postgres: the publication that says which tables are followed. Default: onelead" };
        var slot = new Option<string?>("--slot") { Description = "postgres: the replication slot. Default: onelead_ and the name" };
        var command = new Command("add", "Adds a source and prints its secret, once") { SourceName, format, mapping, url, key, origin, Secret, ApiKey, Signed, connection, publication, slot };
        command.SetAction((parsed, _) => Run(path =>
        {
            var (name, sources) = (parsed.GetValue(SourceName)!, Read(path));
            if (SourcesFile.NameProblem(name) is { } problem)
                throw new CommandFailedException($"'{name}' {problem}.");
            if (sources.Sources.Any(s => s.Name == name) || sources.Databases.Any(d => d.Name == name))
                throw new CommandFailedException($"There is a source '{name}' already.");
            if (parsed.GetValue(format) == PostgresSource.Format)
            {
                var database = new PostgresSource(
                    name, Connection(parsed.GetValue(connection)), parsed.GetValue(publication) ?? "onelead", parsed.GetValue(slot) ?? PostgresSource.DefaultSlot(name),
                    parsed.GetValue(mapping) ?? PostgresSource.DefaultMapping, []);
                Write(path, sources with { Databases = sources.Databases.Add(database) });
                Console.WriteLine($"Publication  {database.Publication}\nSlot         {database.Slot}, which a running server makes\nHow it goes: onelead cdc status. docs/cdc.md says what the database needs.");
                return;
            }
            if (!WebhookFormat.All.TryGetValue(parsed.GetValue(format)!, out var known))
                throw new CommandFailedException($"The format must be one of {format.Description}.");
            var source = new WebhookSource(name, known, parsed.GetValue(url), parsed.GetValue(mapping), parsed.GetValue(key), null, [.. parsed.GetValue(origin) ?? []], null, []);
            var (given, secret) = NewSecret(source, parsed);
            Write(path, sources with { Sources = sources.Sources.Add(source with { Secrets = [secret] }) });
            Tell(source, given);
        }));
        return command;
    }

    private static Command Remove()
    {
        var command = new Command("remove", "Removes a source: it may deliver no more. A database's slot goes, too") { SourceName };
        command.SetAction((parsed, cancellation) => Run(async path =>
        {
            var (name, sources) = (parsed.GetValue(SourceName)!, Read(path));
            if (sources.Databases.FirstOrDefault(d => d.Name == name) is not { } database)
            {
                Write(path, sources with { Sources = sources.Sources.Remove(Find(sources, name)) });
                return;
            }
            Write(path, sources with { Databases = sources.Databases.Remove(database) });
            await CdcCommands.DropSlotOfRemoved(database, cancellation);
        }));
        return command;
    }

    private static Command Edit(string verb, string description, Option[] options, Func<WebhookSource, ParseResult, (WebhookSource Source, Action Tell)> change)
    {
        var command = new Command(verb, description) { SourceName };
        foreach (var option in options)
            command.Options.Add(option);
        command.SetAction((parsed, _) => Run(path =>
        {
            var sources = Read(path);
            var source = Find(sources, parsed.GetValue(SourceName)!);
            var (changed, tell) = change(source, parsed);
            Write(path, sources with { Sources = sources.Sources.Replace(source, changed) });
            tell();
        }));
        return command;
    }

    private static (WebhookSource, Action) Rotate(WebhookSource source, ParseResult parsed)
    {
        if (source.Secrets.Length >= WebhookSource.MaxSecrets)
            throw new CommandFailedException($"'{source.Name}' has two secrets already: retire the older one first, once nobody signs with it any more.");
        var (given, secret) = NewSecret(source, parsed);
        return (source with { Secrets = source.Secrets.Add(secret) }, () => Tell(source, given));
    }

    private static WebhookSource Retire(WebhookSource source) =>
        source.Secrets.Length < 2 ? throw new CommandFailedException($"'{source.Name}' has one secret: rotate first, or remove the source.")
        : source with { Secrets = source.Secrets.Remove(source.Secrets.MinBy(s => s.Since)!) };

    // The form is the format's usual one, unless the other is asked for.
    private static (string? Given, WebhookSecret Secret) NewSecret(WebhookSource source, ParseResult parsed)
    {
        var format = source.Format;
        var form = parsed.GetValue(ApiKey) ? SecretForm.Key : parsed.GetValue(Signed) ? SecretForm.Standard : format.Secrets[0];
        if (!format.Secrets.Contains(form))
            throw new CommandFailedException($"{format.Name} takes no such secret.");
        var asked = parsed.GetValue(Secret);
        if (asked is null && form == SecretForm.Text)
            throw new CommandFailedException($"{format.Name} makes the secret: name it with --secret env:NAME, or give it on stdin with --secret -.");
        var now = TimeProvider.System.GetUtcNow();
        var id = $"k{1 + source.Secrets.Select(s => int.TryParse(s.Id.TrimStart('k'), CultureInfo.InvariantCulture, out var n) ? n : 0).DefaultIfEmpty(0).Max()}";
        if (asked is not null && asked.StartsWith(WebhookSecret.EnvironmentPrefix, StringComparison.Ordinal))
            return (null, new WebhookSecret(id, asked, now, null, null));
        if (asked is not (null or "-"))
            throw new CommandFailedException("A secret on the command line could be read by others on this machine: use --secret env:NAME, or --secret - and stdin.");
        var secret = asked is null ? WebhookSecret.Generate(form, source.Name) : Console.In.ReadLine()?.Trim() ?? "";
        if (secret.Length < WebhookSecret.MinLength || (form == SecretForm.Login && !secret.Contains(':', StringComparison.Ordinal)))
            throw new CommandFailedException($"The secret must have at least {WebhookSecret.MinLength} characters{(form == SecretForm.Login ? ", user:password" : "")}.");
        try
        {
            return (asked is null ? secret : null, WebhookSecret.Of(id, WebhookSecret.ToStored(secret, form), now, form));
        }
        catch (FormatException e)
        {
            throw new CommandFailedException($"The secret {e.Message}.");
        }
    }

    private static void Tell(WebhookSource source, string? secret)
    {
        Console.WriteLine($"URL     {source.Url ?? $"https://<where this server is reached>/api/v1/webhooks/{source.Name}"}");
        if (secret is null)
            return;
        if (source.Format.Secrets[0] == SecretForm.Login)
            Console.WriteLine($"User    {secret[..secret.IndexOf(':', StringComparison.Ordinal)]}\nPassword {secret[(secret.IndexOf(':', StringComparison.Ordinal) + 1)..]}");
        else if (secret.StartsWith(WebhookSecret.StandardPrefix, StringComparison.Ordinal))
            Console.WriteLine($"Secret  {secret}");
        else
            Console.WriteLine($"Key     {secret}\nHeader  {source.Key ?? "X-Api-Key"}");
        Console.WriteLine("It is shown this once. docs/webhooks.md says where the sender wants it.");
    }

    private static void List(string path)
    {
        var sources = Read(path);
        var table = new Table().AddColumns("Source", "Format", "URL or slot", "Mapping", "Secrets");
        var webhooks = sources.Sources.Select(source => (string[])
        [
            source.Name, source.Format.Name, source.Url ?? "", source.Mapping ?? (source.Format.NeedsMapping ? source.Format.Name : ""),
            string.Join(", ", source.Secrets.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Id} since {s.Since:yyyy-MM-dd}"))),
        ]);
        var databases = sources.Databases.Select(d => (string[])[d.Name, PostgresSource.Format, d.Slot, d.Mapping, ""]);
        foreach (var row in webhooks.Concat(databases).OrderBy(r => r[0], StringComparer.Ordinal))
            table.AddRow([.. row.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
    }

    private static SourcesContent Read(string path) =>
        SourcesFile.Read(path, loads: false) is var read && read.Errors.IsEmpty ? read : throw Wrong(read.Errors);

    private static WebhookSource Find(SourcesContent sources, string name) =>
        sources.Sources.FirstOrDefault(s => s.Name == name) ?? throw new CommandFailedException(
            sources.Databases.Any(d => d.Name == name) ? $"'{name}' is a database: it has no secret here but its connection, in sources.yaml." : $"There is no source '{name}'.");

    private static void Write(string path, SourcesContent sources)
    {
        if (SourcesFile.Write(path, sources.Sources, sources.Databases) is { IsEmpty: false } errors)
            throw Wrong(errors);
    }

    private static CommandFailedException Wrong(ImmutableArray<MappingError> errors) => new(string.Join('\n', errors));

    // It holds a password as a rule.
    private static string Connection(string? given) => given switch
    {
        null => throw new CommandFailedException("Which database? --connection env:NAME, or --connection - and the connection string on stdin."),
        "-" => Console.In.ReadLine()?.Trim() is { Length: > 0 } read ? read : throw new CommandFailedException("There was no connection string on stdin."),
        _ when given.StartsWith(PostgresSource.EnvironmentPrefix, StringComparison.Ordinal) => given,
        _ => throw new CommandFailedException("A connection string on the command line could be read by others on this machine: use --connection env:NAME, or --connection - and stdin."),
    };

    private static Task<int> Run(Action<string> work) => Run(path =>
    {
        work(path);
        return Task.CompletedTask;
    });

    private static Task<int> Run(Func<string, Task> work) => Guard.Run(async () =>
    {
        try
        {
            await work(Places.SourcesFile(new ConfigurationBuilder().AddEnvironmentVariables().Build()));
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(e.Message);
        }
    });
}
