using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Events;
using OneLead.Storage;
using OneLead.Web.Access;
using OneLead.Web.Api;
using OneLead.Web.Audit;
using OneLead.Web.Middleware;
using OneLead.Web.Users;

namespace OneLead.Web.Tenants;

/// <summary>
/// GET /export: everything that was sent to an organisation, done in it and set there, as lines of JSON. The first line says what follows
/// and names the users, each further one is a row of the journal with its fields in the clear.
/// </summary>
internal static class JournalExport
{
    private const string Content = "application/x-ndjson";

    public static void MapExport(this RouteGroupBuilder api) => api.MapGet("/export", Export).WithTags("Organisations")
        .RequireAuthorization(AccessSetup.Shell).HoldSecrets().Produces(200, contentType: Content)
        .WithSummary("Exports the journal of the organisation with decrypted fields");

    private static PushStreamHttpResult Export(
        HttpContext http, IJournal journal, IFieldEncryption encryption, Directories directories, OwnTenant own, AuditLog audit,
        TimeProvider clock) => TypedResults.Stream(async stream =>
    {
        var (tenant, cancellation) = (http.Caller().Tenant, http.RequestAborted);
        await audit.AppendAsync(http, AuditAction.Exported, "journal", "", null, EventData.Empty, EventData.Empty);
        var rows = journal.Head(tenant);
        await WriteLineAsync(stream, json =>
        {
            json.WriteString("organisation", own.Name ?? Keys.DefaultTenant);
            json.WriteString("exportedAt", clock.GetUtcNow());
            json.WriteNumber("rows", rows);
            json.WritePropertyName("users");
            json.WriteStartArray();
            foreach (var user in directories.Of(tenant).Users)
                FieldsJson.Of(http.AuditFields(UserJson.Of(user, clock.GetUtcNow()))).WriteTo(json);
            json.WriteEndArray();
        }, cancellation);
        await encryption.PrepareAsync(tenant, EventKind.Contact, cancellation);
        await foreach (var row in journal.ReadAllAsync(tenant, 0, cancellation))
        {
            if (row.Sequence > rows)
                break;
            var fields = await encryption.DecryptAsync(tenant, row.Event.Kind, row.Event.Entity, row.Event.Data, cancellation);
            await WriteLineAsync(stream, json => Write(json, row, fields), cancellation);
        }
    }, Content);

    private static void Write(Utf8JsonWriter json, JournalEntry row, EventData fields)
    {
        var sent = row.Event;
        json.WriteNumber("sequence", row.Sequence);
        json.WriteString("receivedAt", row.ReceivedAt);
        json.WriteString("kind", Wire.Name(sent.Kind));
        json.WriteString("account", sent.Account);
        json.WriteString("id", sent.Entity);
        json.WriteNumber("version", sent.Version);
        json.WriteString("source", sent.Source);
        json.WriteString("sourceId", sent.SourceId);
        json.WriteString("occurredAt", sent.OccurredAt);
        if (sent.Author is { } author)
            json.WriteString("author", author.Name);
        json.WritePropertyName("data");
        FieldsJson.Of(fields).WriteTo(json);
    }

    private static async Task WriteLineAsync(Stream stream, Action<Utf8JsonWriter> write, CancellationToken cancellation)
    {
        using var line = new MemoryStream();
        await using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        line.WriteByte((byte)'\n');
        line.Position = 0;
        await line.CopyToAsync(stream, cancellation);
    }
}
