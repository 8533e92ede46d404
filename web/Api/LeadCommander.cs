using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Events;
using OneLead.Views;
using OneLead.Web.Pages;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Api;

/// <summary>One command on a lead, as the journal takes it.</summary>
internal readonly record struct LeadAction(EventKind Kind, EventData Data)
{
    public static LeadAction Status(LeadStatus status, string? reason, string? opportunityId, string? note, string? by) =>
        new(EventKind.LeadStatus, Fields(("status", Wire.Name(status)), ("reason", reason), ("opportunityId", opportunityId), ("note", note), ("by", by)));

    public static LeadAction Assign(string? assignee, string? by) =>
        new(EventKind.LeadAssignment, Fields(("by", by)).With("assignee", string.IsNullOrWhiteSpace(assignee) ? FieldValue.Null : FieldValue.Of(assignee.Trim())));

    public static LeadAction Snooze(DateOnly? until, string? by) => Override("snoozedUntil", until is { } day ? FieldValue.Of(day) : FieldValue.Null, by);

    public static LeadAction Note(string? note, string? by) => Override("note", string.IsNullOrWhiteSpace(note) ? FieldValue.Null : FieldValue.Of(note.Trim()), by);

    public static LeadAction Undo(string? by) => Override("undo", FieldValue.Null, by);

    private static LeadAction Override(string field, FieldValue value, string? by) => new(EventKind.Override, Fields(("field", field), ("by", by)).With("value", value));

    private static EventData Fields(params (string Name, string? Value)[] fields) =>
        EventData.Of(fields.Where(f => !string.IsNullOrWhiteSpace(f.Value)).Select(f => new EventField(f.Name, FieldValue.Of(f.Value!.Trim()))));
}

/// <summary>Does commands on leads: one, or one of a batch.</summary>
internal sealed class LeadCommander(LiveModel live, IIngest ingest, TimeProvider clock)
{
    public static string ETag(LeadRow lead) => string.Create(CultureInfo.InvariantCulture, $"\"{lead.Version}\"");

    public static ProblemHttpResult NoLead(string id) => Refusal.NotFound.Problem($"There is no lead '{id}'.");

    public LeadJson Json(LeadRow lead)
    {
        var model = live.Required;
        return LeadJson.Of(lead, model.Account(lead.AccountId)?.Name ?? lead.AccountId, model.Tenant);
    }

    /// <param name="version">The version that was seen; null for any.</param>
    /// <param name="commandId">A repeat of it is not applied again and gets the same answer.</param>
    /// <returns>The lead after it, or why it was refused.</returns>
    public async Task<(LeadRow? Lead, ProblemHttpResult? Problem)> Do(string id, LeadAction step, int? version, string commandId, CancellationToken cancellation)
    {
        if (live.Required.Lead(id) is not { } row)
            return (null, NoLead(id));
        var data = version is { } seen ? step.Data.With("expectedVersion", FieldValue.Of((decimal)seen)) : step.Data;
        if (EventSchema.Check(step.Kind, data) is { Count: > 0 } errors)
            return (null, Refusal.Invalid.Problem(string.Join("; ", errors.Select(e => $"'{e.Field}' {e.Reason}")) + "."));
        var result = await ingest.Command(Keys.DefaultTenant, new ChangeEvent(row.AccountId, step.Kind, id, EventSchema.Version, "api", commandId, clock.GetUtcNow(), data), cancellation);
        return result is { Outcome: CommandOutcome.Applied, Lead: { } lead }
            ? (lead, null)
            : (null, Refusals.Of(result.Outcome).Problem(result.Reason ?? "The lead is not what the command expected."));
    }

    /// <summary>Does what one command of a batch says, part by part; the first refusal ends it.</summary>
    public async Task<LeadCommandResultJson> Do(LeadCommand command, string? by, string commandId, CancellationToken cancellation)
    {
        if (command.Id is not { Length: > 0 } id)
            return Refused(null, Refusal.Invalid.Problem("'id' is required."));
        if (Steps(command, command.By ?? by, out var steps) is { } invalid)
            return Refused(id, Refusal.Invalid.Problem(invalid));
        LeadRow? lead = null;
        for (var i = 0; i < steps.Count; i++)
        {
            // The parts are one to the caller: those after the first have seen what it left.
            (lead, var problem) = await Do(id, steps[i], i == 0 ? command.Version : null, $"{commandId}:{i}", cancellation);
            if (lead is null)
                return Refused(id, problem!);
        }
        return new LeadCommandResultJson(id, true, StatusCodes.Status200OK, null, ETag(lead!), Json(lead!));
    }

    private static LeadCommandResultJson Refused(string? id, ProblemHttpResult problem) => new(id, false, problem.StatusCode, problem.ProblemDetails, null, null);

    // Why it is none, or null.
    private static string? Steps(LeadCommand command, string? by, out List<LeadAction> steps)
    {
        steps = [];
        if (command.Undo == true)
            steps.Add(LeadAction.Undo(by));
        if (command.Status is { } status)
            steps.Add(LeadAction.Status(status, command.Reason, command.OpportunityId, null, by));
        if (command.Assignee.ValueKind is JsonValueKind.String or JsonValueKind.Null)
            steps.Add(LeadAction.Assign(command.Assignee.GetString(), by));
        else if (command.Assignee.ValueKind != JsonValueKind.Undefined)
            return "'assignee' must be a name or null.";
        if (command.SnoozeUntil.ValueKind == JsonValueKind.Null)
            steps.Add(LeadAction.Snooze(null, by));
        else if (command.SnoozeUntil.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(command.SnoozeUntil.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until))
            steps.Add(LeadAction.Snooze(until, by));
        else if (command.SnoozeUntil.ValueKind != JsonValueKind.Undefined)
            return "'snoozeUntil' must be a date, yyyy-MM-dd, or null.";
        if (command.Note is not null)
            steps.Add(LeadAction.Note(command.Note, by));
        return steps.Count == 0 ? "Nothing is asked: give status, assignee, snoozeUntil, note or undo." : null;
    }
}
