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
/// <c>sources.yaml</c>: the sources that may deliver webhooks, their secrets, and the followed databases. Readable by its owner only.
/// <code>
/// sources:
///   crm-eu:
///     format: hubspot
///     url: https://onelead.example.com/api/v1/webhooks/crm-eu
///     mapping: hubspot            # default: the shipped mapping with the format's name
///     key: x-functions-key        # a custom header or query parameter for the API key
///     window: 300                 # seconds, default 300
///     allowedOrigins: [eventgrid.azure.net]
///     rate: 600                   # deliveries per minute
///     secrets:
///       - { id: k1, value: "env:HUBSPOT_SECRET", since: 2026-01-31T09:00:00Z }
///   crm-db:
///     format: postgres
///     connection: "env:CRM_DB"    # or a connection string
///     publication: onelead
///     slot: onelead_crm_db        # default: onelead_ and the name
///     mapping: crm-warehouse      # the default
///     tables: { crm.deals: deals }    # default: all tables of the publication under their own names
/// </code>
/// </summary>
public static class SourcesFile
{
    public const string Name = "sources.yaml";

    /// <summary>Reads a file. A missing file has no sources. Either the sources or the errors are empty.</summary>
    /// <param name="loads">True to load mappings and read secrets from the environment; false to edit the file.</param>
    public static SourcesContent Read(string path, bool loads)
    {
        try
        {
            return File.Exists(path) ? SourcesParser.Read(File.ReadAllText(path), path, loads) : new([], [], []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return SourcesContent.Invalid([new(path, 0, "", $"cannot be read: {e.Message}")]);
        }
    }

    /// <summary>Why a name is not valid for a source, for people; null if it is.</summary>
    public static string? NameProblem(string name) => SourcesParser.NameProblem(name);

    /// <summary>Replaces the file atomically. Comments in it are lost.</summary>
    /// <returns>The errors that would make the new file unreadable; it is then not written. Empty on success.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static ImmutableArray<MappingError> Write(
        string path, IEnumerable<WebhookSource> sources, params IEnumerable<PostgresSource> databases)
    {
        var text = Text(sources, databases);
        if (SourcesParser.Read(text, path, loads: false).Errors is { IsEmpty: false } errors)
            return errors;
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = path + ".new";
        // The rest of an interrupted write may have other permissions.
        File.Delete(temporary);
        using (var file = new FileStream(temporary, options))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
        return [];
    }

    private const string Header =
        """
        # Sources of webhooks (docs/webhooks.md) and followed databases (docs/cdc.md). Contains secrets.
        # `onelead sources` rewrites this file without its comments.
        sources:

        """;

    private static string Text(IEnumerable<WebhookSource> sources, IEnumerable<PostgresSource> databases)
    {
        var yaml = new StringBuilder(Header);
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
            {
                var since = secret.Since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
                yaml.Append(CultureInfo.InvariantCulture,
                    $"      - {{ id: {secret.Id}, value: {Quoted(secret.Value)}, since: {since} }}\n");
            }
        }
        foreach (var database in databases)
        {
            yaml.Append("  ").Append(database.Name).Append(":\n    format: ").Append(PostgresSource.Format).Append('\n');
            Add("connection", database.Connection);
            Add("publication", database.Publication);
            Add("slot", database.Slot);
            Add("mapping", database.Mapping);
            if (database.Tables.Length > 0)
            {
                var tables = database.Tables.Select(t => $"{Quoted(t.Table)}: {Quoted(t.Entity)}");
                yaml.Append("    tables: { ").AppendJoin(", ", tables).Append(" }\n");
            }
        }
        return yaml.ToString();

        void Add(string key, string? value)
        {
            if (value is not null)
                yaml.Append("    ").Append(key).Append(": ").Append(Quoted(value)).Append('\n');
        }
    }

    // A JSON string is also a YAML string.
    private static string Quoted(string text) =>
        "\"" + JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"";
}
