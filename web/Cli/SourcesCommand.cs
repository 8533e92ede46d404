using System.CommandLine;
using System.Globalization;
using OneLead.Sources.Cdc;
using OneLead.Sources.Webhooks;
using Spectre.Console;

namespace OneLead.Web.Cli;

/// <summary>
/// <c>onelead sources</c>: lists and edits webhook sources and followed databases. It edits the sources file on this machine; a
/// running server notices the change. Secrets never cross the API, and a new one is printed once.
/// </summary>
internal static class SourcesCommand
{
    public static Command Create()
    {
        var command = new Command("sources", "Lists the sources: senders of webhooks, and followed databases");
        command.SetAction((parsed, _) => SourcesEditor.RunAsync(parsed, List));
        command.Subcommands.Add(SourcesAddCommand.Create());
        command.Subcommands.Add(CreateRotate());
        command.Subcommands.Add(CreateRetire());
        command.Subcommands.Add(CreateRemove());
        return command;
    }

    private static Command CreateRotate()
    {
        var command = new Command("rotate", "Adds a second secret; both are valid until the older one is retired")
        {
            SourcesEditor.Name, SourceSecrets.Secret, SourceSecrets.ApiKey, SourceSecrets.Signed,
        };
        command.SetAction((parsed, _) => SourcesEditor.RunAsync(parsed, editor =>
        {
            var source = editor.Find(parsed.GetValue(SourcesEditor.Name)!);
            if (source.Secrets.Length >= WebhookSource.MaxSecrets)
                throw new CommandFailedException(
                    $"'{source.Name}' already has two secrets. Retire the older one first, once no sender uses it any more.");
            var (given, secret) = SourceSecrets.Create(source, parsed);
            editor.Replace(source, source with { Secrets = source.Secrets.Add(secret) });
            SourceSecrets.Print(source, given, Commands.TenantOf(parsed));
        }));
        return command;
    }

    private static Command CreateRetire()
    {
        var command = new Command("retire", "Removes the older of two secrets") { SourcesEditor.Name };
        command.SetAction((parsed, _) => SourcesEditor.RunAsync(parsed, editor =>
        {
            var source = editor.Find(parsed.GetValue(SourcesEditor.Name)!);
            if (source.Secrets.Length < 2)
                throw new CommandFailedException($"'{source.Name}' has one secret. Rotate first, or remove the source.");
            editor.Replace(source, source with { Secrets = source.Secrets.Remove(source.Secrets.MinBy(s => s.Since)!) });
        }));
        return command;
    }

    private static Command CreateRemove()
    {
        var command = new Command("remove", "Removes a source, and the replication slot of a database") { SourcesEditor.Name };
        command.SetAction((parsed, cancellation) => SourcesEditor.RunAsync(parsed, async editor =>
        {
            var name = parsed.GetValue(SourcesEditor.Name)!;
            if (editor.Sources.Databases.FirstOrDefault(d => d.Name == name) is { } database)
            {
                editor.Write(editor.Sources with { Databases = editor.Sources.Databases.Remove(database) });
                await CdcCommands.DropSlotOfRemovedAsync(database, cancellation);
            }
            else
            {
                editor.Write(editor.Sources with { Sources = editor.Sources.Sources.Remove(editor.Find(name)) });
            }
        }));
        return command;
    }

    private static void List(SourcesEditor editor)
    {
        var webhooks = editor.Sources.Sources.Select(source => (string[])
        [
            source.Name, source.Format.Name, source.Url ?? "", source.Mapping ?? (source.Format.NeedsMapping ? source.Format.Name : ""),
            string.Join(", ", source.Secrets.Select(Describe)),
        ]);
        var databases = editor.Sources.Databases.Select(d => (string[])[d.Name, PostgresSource.Format, d.Slot, d.Mapping, ""]);
        var table = new Table().AddColumns("Source", "Format", "URL or slot", "Mapping", "Secrets");
        foreach (var row in webhooks.Concat(databases).OrderBy(r => r[0], StringComparer.Ordinal))
            table.AddRow([.. row.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
    }

    private static string Describe(WebhookSecret secret) =>
        string.Create(CultureInfo.InvariantCulture, $"{secret.Id} since {secret.Since:yyyy-MM-dd}");
}
