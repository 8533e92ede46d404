using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Events;
using OneLead.Sources.Events;
using OneLead.Storage;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Access;

/// <summary>
/// People and programs send events of the kinds that their role writes, about accounts that they see, and as themselves: an event under
/// the name of another sender would be taken for that sender's, whose own event would then be a repeat.
/// </summary>
internal sealed class EventAccess(LiveModel live, IIngest ingest, IJournal journal) : IEventAccess
{
    public async ValueTask<(ImmutableArray<ChangeEvent> Events, ProblemHttpResult? Refused)> AdmitAsync(
        HttpContext http, ImmutableArray<ChangeEvent> events)
    {
        var caller = http.Caller();
        if (caller.May(Permission.Operate))
            return (events, null);
        foreach (var e in events)
        {
            if (!caller.Role.Writes(e.Kind))
                return ([], Refusal.NotAllowed.Problem($"The role {Wire.Name(caller.Role)} does not write {Wire.Name(e.Kind)} events."));
            if (caller.Visibility.SeesAllAccounts)
                continue;
            // The entity may be at another account, from which the event would take it.
            var home = await journal.FindHomeAsync(caller.Tenant, e.Kind, e.Entity, http.RequestAborted);
            if (!IsSeen(caller, e.Account) || home is not null && !IsSeen(caller, home))
                return ([], Refusal.NotFound.Problem($"There is no account '{e.Account}' with {Wire.Name(e.Kind)} '{e.Entity}'."));
        }
        return ([.. events.Select(e => e with { Source = EventSources.OfCaller(caller.Id) })], null);
    }

    private bool IsSeen(Caller caller, string key) =>
        live.For(caller.Visibility).Account(ingest.AccountOf(caller.Tenant, key)) is not null;
}
