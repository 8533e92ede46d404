using OneLead.Web.Accounts;
using OneLead.Web.Leads;

namespace OneLead.Web.Changes;

/// <summary>What moved something: the row of the journal.</summary>
/// <param name="Kind">The event's kind: item, opportunity, day_begun, rules_published …</param>
public sealed record CauseJson(string Kind, string? Entity, string? Source, long Sequence, DateTimeOffset At, string Text);

/// <summary>Something that changed its band.</summary>
/// <param name="Id">Counts up; a row's identity in lists and pushes.</param>
/// <param name="Kind">lead or account.</param>
/// <param name="Before">A lead's priority; of an account at_risk or healthy.</param>
/// <param name="Lead">Null for accounts, and for leads that are gone since.</param>
public sealed record ChangeJson(
    string Id, DateTimeOffset At, string Kind, LeadJson? Lead, AccountRefJson Account, string Before, string After, CauseJson? Cause);
