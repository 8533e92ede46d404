using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace OneLead.Web.Leads;

/// <summary>The body of POST leads/{id}/status.</summary>
/// <param name="Reason">Required to reject.</param>
public sealed record StatusRequest(LeadStatus? Status, string? Reason, string? OpportunityId, string? Note, string? By);

/// <summary>The body of POST leads/{id}/assignment; a null assignee unassigns the lead.</summary>
public sealed record AssignmentRequest(string? Assignee, string? By);

/// <summary>The body of POST leads/{id}/snooze; null wakes the lead.</summary>
public sealed record SnoozeRequest(DateOnly? Until, string? By);

/// <summary>The body of POST leads/{id}/notes.</summary>
public sealed record NoteRequest(string? Note, string? By);

/// <summary>The body of POST leads/{id}/undo; it is optional.</summary>
public sealed record LeadUndoRequest(string? By);

/// <summary>
/// One command of a batch. Its parts are executed in the order undo, status, assignee, snoozeUntil, note; the first refusal
/// ends the command.
/// </summary>
/// <param name="Version">The version that the caller has seen (If-Match of a single command); null for any.</param>
/// <param name="Assignee">A name; null unassigns the lead; absent changes nothing.</param>
/// <param name="SnoozeUntil">A date; null wakes the lead; absent changes nothing.</param>
/// <param name="Reason">Required to reject.</param>
public sealed record LeadCommand(
    string? Id, int? Version, LeadStatus? Status, JsonElement Assignee, System.Text.Json.JsonElement SnoozeUntil, string? Note,
    string? Reason, string? OpportunityId, bool? Undo, string? By);

/// <summary>The body of POST leads/commands.</summary>
/// <param name="By">The default for commands without their own by.</param>
public sealed record LeadCommands(IReadOnlyList<LeadCommand>? Commands, string? By);

/// <summary>The result of one command; etag is the lead's new version, in quotes.</summary>
public sealed record LeadCommandResultJson(string? Id, bool Ok, int Status, ProblemDetails? Problem, string? Etag, LeadJson? Lead);

/// <summary>The results of a batch, in its order.</summary>
public sealed record LeadCommandResultsJson(IReadOnlyList<LeadCommandResultJson> Items, int Ok, int Failed);
