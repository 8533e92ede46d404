using OneLead.Web.Accounts;
using OneLead.Web.Leads;

namespace OneLead.Web.Changes;

/// <summary>What caused a change: words to show, and the journal row for those who look closer.</summary>
/// <param name="Text">What happened and its effect: <c>Support renewed to 14 Jun 2027 → urgency −20</c>.</param>
/// <param name="What">What happened, without the effect.</param>
/// <param name="Effect">
/// The factors of the lead that moved, in points: <c>urgency −20</c>, or the health of the account and its parts:
/// <c>health −12.5, support −30</c>; null if none is known.
/// </param>
/// <param name="Sender">Who sent it, as people call it: HubSpot, API, the name of the imported file; null for OneLead itself.</param>
/// <param name="Kind">The event's kind: item, opportunity, day_begun, rules_published …</param>
/// <param name="Source">The sender's name in the journal.</param>
/// <param name="Sequence">The row's number in the journal.</param>
/// <param name="Import">
/// The id of the import that brought it, as in <c>GET /imports/{id}</c>; null if none did or it is no longer listed.
/// </param>
/// <param name="Fields">The fields that it changed.</param>
public sealed record CauseJson(
    string Text, string What, string? Effect, string? Sender, string Kind, string? Entity, string? Source, long Sequence,
    DateTimeOffset At, string? Import, IReadOnlyList<FieldChangeJson> Fields);

/// <summary>A field before and after a row, as text; null where it had no value.</summary>
public sealed record FieldChangeJson(string Name, string? Before, string? After);

/// <summary>A lead whose priority changed, or an account whose risk changed.</summary>
/// <param name="Id">A number that increases; identifies the row in lists and pushes.</param>
/// <param name="Kind">lead or account.</param>
/// <param name="Before">A lead's priority; for accounts at_risk or healthy.</param>
/// <param name="Lead">The lead as it is now; null for accounts, and for leads that are gone.</param>
/// <param name="Cause">Null if no single row is the cause: a new version of OneLead computes scores in another way.</param>
public sealed record ChangeJson(
    string Id, DateTimeOffset At, string Kind, LeadJson? Lead, AccountRefJson Account, string Before, string After, CauseJson? Cause);
