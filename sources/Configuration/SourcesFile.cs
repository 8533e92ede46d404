using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OneLead.Sources.Cdc;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks;

namespace OneLead.Sources.Configuration;

/// <summary>
/// <c>sources.yaml</c>: who may deliver, with which secrets, and which databases are followed. Only its owner can read it.
/// <code>
/// sources:
///   crm-eu:
///     format: hubspot
///     url: https://onelead.example.com/api/v1/webhooks/crm-eu
///     mapping: hubspot            # default: the one that ships under the format's name
///     key: x-functions-key        # a header or query parameter of its own that brings the key
///     window: 300                 # seconds, default 300
///     allowedOrigins: [eventgrid.azure.net]
///     rate: 600                   # deliveries a minute
///     secrets:
///       - { id: k1, value: "env:HUBSPOT_SECRET", since: 2026-01-31T09:00:00Z }
///   crm-db:
///     format: postgres
///     connection: "env:CRM_DB"    # or a connection string
///     publication: onelead
///     slot: onelead_crm_db        # default: onelead_ and the name
///     mapping: crm-warehouse      # the default
///     tables: { crm.deals: deals }    # default: all of the publication under their own names
/// </code>
/// </summary>
public static class SourcesFile
{
    public const string Name = "sources.yaml";

    /// <summary>Reads a file; a missing one has no sources. Either the sources or the errors are empty.</summary>
    /// <param name="loads">Whether mappings are loaded and secrets taken from the environment: what serves does, what edits does not.</param>
    public static SourcesRead Read(string path, bool loads)
    {
        try
        {
            return File.Exists(path) ? SourcesReader.Read(File.ReadAllText(path), path, loads) : new([], [], []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return SourcesRead.Wrong([new(path, 0, "", $"cannot be read: {e.Message}")]);
        }
    }

    /// <summary>Why a name cannot be a source's, for people; null when it can.</summary>
    public static string? NameProblem(string name) => SourcesReader.NameProblem(name);

    /// <summary>Writes a file anew, whole or not at all. Comments that stood in it are gone.</summary>
    /// <returns>Why it was not written: what would stand in it could not be read again. Empty when it was.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static ImmutableArray<MappingError> Write(string path, IEnumerable<WebhookSource> sources, params IEnumerable<PostgresSource> databases)
    {
        var text = Text(sources, databases);
        if (SourcesReader.Read(text, path, loads: false).Errors is { IsEmpty: false } errors)
            return errors;
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = path + ".new";
        // What is left of an interrupted write may have other rights.
        File.Delete(temporary);
        using (var file = new FileStream(temporary, options))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
        return [];
    }

    private static string Text(IEnumerable<WebhookSource> sources, IEnumerable<PostgresSource> databases)
    {
        var yaml = new StringBuilder("# Who may deliver webhooks, and databases that are followed (docs/cdc.md). It holds secrets. `onelead sources` writes it anew, without comments.\nsources:\n");
        foreach (var source in sources)
        {
            yaml.Append("  ").Append(source.Name).Append(":\n    format: ").Append(source.Format.Name).Append('\n');
            Add("url", source.Url);
            Add("mapping", source.Mapping);
            Add("key", source.Key);
            if (source.Window is { } window)
                yaml.Append(CultureInfo.InvariantCulture, $"    window: {window.TotalSeconds:0}\n");
            if (source.AllowedOrigins.Length > 0)
                yaml.Append("    allowedOrigins: [").AppendJoin(", ", source.AllowedOrigins.Select(Quoted)).Append("]\n");
            if (source.Rate is { } rate)
                yaml.Append(CultureInfo.InvariantCulture, $"    rate: {rate}\n");
            yaml.Append("    secrets:\n");
            foreach (var secret in source.Secrets)
                yaml.Append(CultureInfo.InvariantCulture, $"      - {{ id: {secret.Id}, value: {Quoted(secret.Value)}, since: {secret.Since.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} }}\n");

        }
        foreach (var database in databases)
        {
            yaml.Append("  ").Append(database.Name).Append(":\n    format: ").Append(PostgresSource.Format).Append('\n');
            Add("connection", database.Connection);
            Add("publication", database.Publication);
            Add("slot", database.Slot);
            Add("mapping", database.Mapping);
            if (database.Tables.Length > 0)
                yaml.Append("    tables: { ").AppendJoin(", ", database.Tables.Select(t => $"{Quoted(t.Table)}: {Quoted(t.Entity)}")).Append(" }\n");
        }
        return yaml.ToString();

        void Add(string key, string? value)
        {
            if (value is not null)
                yaml.Append("    ").Append(key).Append(": ").Append(Quoted(value)).Append('\n');
        }
    }

    // A text of JSON is one of YAML.
    private static string Quoted(string text) => "\"" + JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"";
}
