using OneLead.Views;
using OneLead.Web.Changes;

namespace OneLead.Web.Accounts;

/// <summary>The body of PUT accounts/{id}/manager.</summary>
/// <param name="Manager">A name, as sources write it; null: whom the sources name.</param>
public sealed record ManagerRequest(string? Manager, string? By);

/// <summary>Who was an account's manager in a time.</summary>
/// <param name="Manager">Null: nobody.</param>
/// <param name="From">When OneLead received it.</param>
/// <param name="To">Null: until now.</param>
/// <param name="ByHand">True if a person set the manager over what the sources say.</param>
/// <param name="Source">Where the change came from.</param>
/// <param name="Sender">The source as people call it.</param>
/// <param name="By">The person who set the manager or gave the choice back to the sources; null for a change of a source.</param>
/// <param name="Sequence">The row in the journal.</param>
public sealed record ManagerTimeJson(
    string? Manager, DateTimeOffset From, DateTimeOffset? To, bool ByHand, string Source, string? Sender, string? By, long Sequence);

/// <summary>The managers of an account, the current one first.</summary>
/// <param name="Manager">The current one; null: nobody.</param>
/// <param name="ByHand">True if a person has set the current one.</param>
/// <param name="SourceManager">Whom the sources name; null: nobody.</param>
public sealed record AccountManagersJson(string? Manager, bool ByHand, string? SourceManager, IReadOnlyList<ManagerTimeJson> Items)
{
    internal static AccountManagersJson Of(AccountManagers managers)
    {
        var changes = managers.Changes;
        var items = changes.Select((c, i) => new ManagerTimeJson(
            c.Manager, c.At.ToUniversalTime(), i + 1 < changes.Length ? changes[i + 1].At.ToUniversalTime() : null, c.IsByHand, c.Source,
            SenderNames.Of(c.Source, null), c.By, c.Sequence)).Reverse();
        return changes is [.., var last]
            ? new(last.Manager, last.IsByHand, managers.SourceManager, [.. items])
            : new(null, false, managers.SourceManager, []);
    }
}
