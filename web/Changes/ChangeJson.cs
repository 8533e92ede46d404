using OneLead.Web.Accounts;
using OneLead.Web.Leads;

namespace OneLead.Web.Changes;

/// <summary>The journal row that caused a change.</summary>
/// <param name="Kind">The event's kind: item, opportunity, day_begun, rules_published …</param>
public sealed record CauseJson(string Kind, string? Entity, string? Source, long Sequence, DateTimeOffset At, string Text);

/// <summary>A lead whose priority changed, or an account whose risk changed.</summary>
/// <param name="Id">A number that increases; identifies the row in lists and pushes.</param>
/// <param name="Kind">lead or account.</param>
/// <param name="Before">A lead's priority; for accounts at_risk or healthy.</param>
/// <param name="Lead">Null for accounts, and for leads that are gone.</param>
public sealed record ChangeJson(
    string Id, DateTimeOffset At, string Kind, LeadJson? Lead, AccountRefJson Account, string Before, string After, CauseJson? Cause);
