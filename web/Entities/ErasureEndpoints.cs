using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Events;
using OneLead.Views;
using OneLead.Web.Audit;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Entities;

/// <summary>The answer to an erasure.</summary>
/// <param name="Fields">The fields that had a value until then.</param>
public sealed record ErasureJson(string Id, IReadOnlyList<string> Fields);

/// <summary>Erasing what is known of a person.</summary>
internal static class ErasureEndpoints
{
    private const string Source = "erasure";

    public static void MapErasures(this RouteGroupBuilder api) =>
        api.MapPost("/contacts/{id}/erasure", EraseAsync).Audits(AuditAction.PersonErased, "contact")
            .WithTags("Entities").Needs(Permission.Operate).ProducesProblem(404)
            .WithSummary("Erases the personal fields of a contact, now and in whatever is sent about them later. It cannot be undone");

    private static async Task<Results<Ok<ErasureJson>, ProblemHttpResult>> EraseAsync(
        string id, HttpContext http, VisibleModel model, EntitySource source, IIngest ingest, IFieldEncryption encryption,
        AuditLog audit, TimeProvider clock)
    {
        var account = await ingest.FindOwnerAsync(Keys.DefaultTenant, EventKind.Contact, id, http.RequestAborted);
        EntityRow? contact = null;
        await source.VisitAsync(model, EventKind.Contact, account, row =>
        {
            if (row.Id == id)
                contact = row;
            return default;
        }, http.RequestAborted);
        if (account is null || contact is null)
            return Refusal.NotFound.Problem($"There is no contact '{id}'.");
        EventField[] known =
            [.. contact.Fields.Fields.Where(static f => !f.Value.IsNull && SensitiveFields.Contains(EventKind.Contact, f.Name))];
        string[] names = [.. known.Select(static f => f.Name)];
        // First, because it cannot be undone: whatever fails later can be repeated, and is on record.
        http.Audit().Nothing();
        await audit.AppendAsync(
            http, AuditAction.PersonErased, "contact", id, null, EventData.Empty,
            EventData.Of(("fields", FieldValue.Of(string.Join(", ", names)))));
        var cleared = known.Length > 0 ? await ClearAsync() : 0;
        await encryption.EraseAsync(Keys.DefaultTenant, id, CancellationToken.None);
        if (cleared > 0)
            await ingest.WaitUntilAppliedThroughAsync(Keys.DefaultTenant, cleared, http.RequestAborted);
        return TypedResults.Ok(new ErasureJson(id, names));

        // Takes the values off open pages.
        async Task<long> ClearAsync()
        {
            var now = clock.GetUtcNow();
            var cleared = EventData.Of(known.Select(static f => f with { Value = FieldValue.Null }));
            var sent = await ingest.AppendAsync(
                Keys.DefaultTenant,
                [
                    new(Keys.Unplaced(Source), EventKind.Contact, id, EventSchema.Version, Source, $"{id} {now.UtcTicks}", now, cleared)
                    {
                        Author = http.Author(),
                    },
                ],
                CancellationToken.None);
            return sent[0].Sequence;
        }
    }
}
