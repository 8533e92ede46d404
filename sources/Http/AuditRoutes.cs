using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using OneLead.Events;

namespace OneLead.Sources.Http;

/// <summary>What a request to a route leaves in the journal.</summary>
/// <param name="Action">What the audit row of a request that succeeds says; null for a route that leaves none.</param>
/// <param name="Object">The kind of object: user, key, import …</param>
/// <param name="LeavesEvents">True if it leaves events, which carry their author.</param>
public sealed record AuditedRoute(AuditAction? Action, string Object, bool LeavesEvents = false);

/// <summary>What the handler of an audited route adds to its audit row.</summary>
public sealed class AuditDetails
{
    /// <summary>The id of the object; null takes it from the route.</summary>
    public string? Id { get; private set; }

    /// <summary>The name of the object as it is shown.</summary>
    public string? Name { get; private set; }

    public EventData Before { get; private set; } = EventData.Empty;

    public EventData After { get; private set; } = EventData.Empty;

    /// <summary>True if nothing was done, so that there is nothing to audit.</summary>
    public bool IsNothing { get; private set; }

    public AuditDetails Of(string? id, string? name = null)
    {
        (Id, Name) = (id, name);
        return this;
    }

    /// <summary>Notes the fields that differ.</summary>
    public AuditDetails Changed(EventData? before, EventData? after)
    {
        (before, after) = (before ?? EventData.Empty, after ?? EventData.Empty);
        (Before, After) = (Except(before, after), Except(after, before));
        return this;
    }

    public AuditDetails With(params (string Name, FieldValue Value)[] after)
    {
        After = EventData.Of(after.Where(static f => !f.Value.IsNull).Select(static f => new EventField(f.Name, f.Value)));
        return this;
    }

    public void Nothing() => IsNothing = true;

    private static EventData Except(EventData data, EventData other) =>
        EventData.Of(data.Fields.Where(f => !other.TryGet(f.Name, out var value) || value != f.Value));
}

/// <summary>Names what routes leave in the journal, and lets their handlers say what they changed.</summary>
public static class AuditRoutes
{
    private static readonly object Authors = new(), Details = new();

    /// <summary>A request that succeeds is audited.</summary>
    public static TBuilder Audits<TBuilder>(this TBuilder route, AuditAction action, string objectKind)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new AuditedRoute(action, objectKind));

    /// <summary>The events that a request leaves carry their author, or the name of their source, so nothing else is audited.</summary>
    public static TBuilder LeavesEvents<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new AuditedRoute(null, "", LeavesEvents: true));

    /// <summary>The request changes nothing, though its method could.</summary>
    public static TBuilder ChangesNothing<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new AuditedRoute(null, ""));

    /// <summary>Who sends the request, as the rows show that it leaves; null for one that was not authenticated.</summary>
    public static Author? Author(this HttpContext http) => http.Items[Authors] as Author;

    public static void SetAuthor(this HttpContext http, Author author) => http.Items[Authors] = author;

    /// <summary>What the handler of an audited route adds to its audit row.</summary>
    public static AuditDetails Audit(this HttpContext http)
    {
        if (http.Items[Details] is not AuditDetails details)
            http.Items[Details] = details = new();
        return details;
    }

    /// <summary>The fields of an answer, which holds no secret, as the API shows them.</summary>
    public static EventData AuditFields<T>(this HttpContext http, T shown)
    {
        var options = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return EventData.Parse(JsonSerializer.SerializeToUtf8Bytes(shown, options.GetTypeInfo(typeof(T))));
    }
}
