using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Events;
using OneLead.Values;
using OneLead.Views;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Leads;

/// <summary>Executes commands on leads: checks them, appends them to the journal, returns the lead after them.</summary>
internal sealed class LeadCommandHandler(IIngest ingest, TimeProvider clock)
{
    public static string ETag(LeadRow lead) => string.Create(CultureInfo.InvariantCulture, $"\"{lead.Version}\"");

    public static ProblemHttpResult NoLead(string id) => Refusal.NotFound.Problem($"There is no lead '{id}'.");

    public static LeadJson Json(LeadRow lead, VisibleModel model) =>
        LeadJson.Of(lead, model.Account(lead.AccountId)?.Name ?? lead.AccountId, model.Tenant);

    /// <param name="version">The version that the caller has seen; null for any.</param>
    /// <param name="commandId">A repeat with the same id is not applied again and gets the same answer.</param>
    /// <param name="by">Who sends it.</param>
    /// <param name="last">Notes the row of the command.</param>
    /// <returns>The lead after the command, or why the command was refused.</returns>
    public async Task<(LeadRow? Lead, ProblemHttpResult? Problem)> ExecuteAsync(
        VisibleModel model, string id, LeadAction action, int? version, string commandId, Author? by, LastRow last,
        CancellationToken cancellation)
    {
        if (model.Lead(id) is not { } row)
            return (null, NoLead(id));
        var today = model.Tenant.AsOf;
        if (action.SnoozedUntil is { } until && until <= today)
            return (null, Refusal.Invalid.Problem($"A lead is snoozed until a day after today, {today:yyyy-MM-dd}."));
        var data = version is { } seen ? action.Data.With("expectedVersion", FieldValue.Of((decimal)seen)) : action.Data;
        if (EventSchema.Check(action.Kind, data) is { Count: > 0 } errors)
            return (null, Refusal.Invalid.Problem(string.Join("; ", errors.Select(e => $"'{e.Field}' {e.Reason}")) + "."));
        var command = new ChangeEvent(row.AccountId, action.Kind, id, EventSchema.Version, "api", commandId, clock.GetUtcNow(), data)
        {
            Author = by,
        };
        var result = await ingest.SendCommandAsync(Keys.DefaultTenant, command, cancellation);
        last.Note(result.Sequence);
        return result is { Outcome: CommandOutcome.Applied, Lead: { } lead }
            ? (lead, null)
            : (null, Refusals.Of(result.Outcome).Problem(result.Reason ?? "The lead is not what the command expected."));
    }

    /// <summary>Executes the parts of one command of a batch in order; the first refusal ends it.</summary>
    public async Task<LeadCommandResultJson> ExecuteAsync(
        VisibleModel model, LeadCommand command, string? by, string commandId, Author? author, LastRow last,
        CancellationToken cancellation)
    {
        if (command.Id is not { Length: > 0 } id)
            return Refused(null, Refusal.Invalid.Problem("'id' is required."));
        if (ReadActions(command, command.By ?? by, out var actions) is { } invalid)
            return Refused(id, Refusal.Invalid.Problem(invalid));
        LeadRow? lead = null;
        for (var i = 0; i < actions.Count; i++)
        {
            // Only the first part checks the caller's version: the others follow from it.
            try
            {
                (lead, var problem) = await ExecuteAsync(
                    model, id, actions[i], i == 0 ? command.Version : null, $"{commandId}:{i}", author, last, cancellation);
                if (lead is null)
                    return Refused(id, problem!);
            }
            catch (IngestOverloadedException e)
            {
                // Not for the whole batch, because others were applied.
                return Refused(id, Refusal.Overloaded.Problem(e.Message));
            }
        }
        return new LeadCommandResultJson(id, true, StatusCodes.Status200OK, null, ETag(lead!), Json(lead!, model));
    }

    /// <summary>All that a command of a batch does, as a text: equal commands have equal texts.</summary>
    public static string Describe(LeadCommand command, string? by)
    {
        var problem = ReadActions(command, command.By ?? by, out var actions);
        return $"{command.Id} {command.Version} {problem} {string.Join(' ', actions)}";
    }

    private static LeadCommandResultJson Refused(string? id, ProblemHttpResult problem) =>
        new(id, false, problem.StatusCode, problem.ProblemDetails, null, null);

    // Returns what is wrong with the command, or null.
    private static string? ReadActions(LeadCommand command, string? by, out List<LeadAction> actions)
    {
        actions = [];
        if (command.Undo == true)
            actions.Add(LeadAction.Undo(by));
        if (command.Status is { } status)
            actions.Add(LeadAction.Status(status, command.Reason, command.OpportunityId, null, by));
        if (command.Assignee.ValueKind == JsonValueKind.Null)
            actions.Add(LeadAction.Assign(null, by));
        else if (ReadText(command.Assignee) is { } assignee)
            actions.Add(LeadAction.Assign(assignee, by));
        else if (command.Assignee.ValueKind != JsonValueKind.Undefined)
            return "'assignee' must be a name or null.";
        if (command.SnoozeUntil.ValueKind == JsonValueKind.Null)
            actions.Add(LeadAction.Snooze(null, by));
        else if (ReadDate(command.SnoozeUntil) is { } until)
            actions.Add(LeadAction.Snooze(until, by));
        else if (command.SnoozeUntil.ValueKind != JsonValueKind.Undefined)
            return "'snoozeUntil' must be a date, yyyy-MM-dd, or null.";
        if (command.Note is not null)
            actions.Add(LeadAction.Note(command.Note, by));
        return actions.Count == 0 ? "The command is empty: give status, assignee, snoozeUntil, note or undo." : null;
    }

    // Null for other values, and for a text that holds an unpaired surrogate.
    private static string? ReadText(JsonElement json) =>
        json.ValueKind == JsonValueKind.String && !UnpairedSurrogates.AreInJson(JsonMarshal.GetRawUtf8Value(json))
            ? json.GetString()
            : null;

    private static DateOnly? ReadDate(JsonElement json) =>
        DateOnly.TryParseExact(ReadText(json), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;
}
