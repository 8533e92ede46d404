using System.Text.Json;
using System.Text.Json.Serialization;
using OneLead.Events;

namespace OneLead.Web.Audit;

/// <summary>Who did something.</summary>
/// <param name="Id">Of the user or key; anybody, shell.</param>
/// <param name="Name">As it was shown at that time; null for anybody.</param>
/// <param name="Address">The IP address of the request; null if there was none.</param>
public sealed record AuditAuthorJson(AuthorKind Kind, string Id, string? Name, string? Address);

/// <summary>Something that was done: an audit row, or an event that somebody sent by themselves.</summary>
/// <param name="Sequence">The row's number in the journal.</param>
/// <param name="At">When the journal took it.</param>
/// <param name="Action">The action of an audit row; for an event the name of its kind, such as lead_status, or recorded.</param>
/// <param name="Object">The kind of object: user, key, import, lead, opportunity …</param>
/// <param name="Id">The object's id within its kind; empty for the installation as a whole.</param>
/// <param name="Name">The object's name, if the row has it.</param>
/// <param name="Before">The fields that changed, with their values before. For an event: as the entity's rows before it left them.</param>
/// <param name="After">The same fields with their values after.</param>
public sealed record AuditRowJson(
    long Sequence, DateTimeOffset At, AuditAuthorJson Author, string Action, string Object, string Id, string? Name, JsonElement Before,
    JsonElement After);

/// <summary>A page of what was done, the newest first.</summary>
/// <param name="Next">The cursor of what is older; null at the end. A page may have few rows or none, and yet a next one.</param>
/// <param name="Through">How far back this page has looked; null at the end.</param>
public sealed record AuditPageJson(IReadOnlyList<AuditRowJson> Items, string? Next, DateTimeOffset? Through);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AuditPageJson))]
internal sealed partial class AuditJsonContext : JsonSerializerContext;
