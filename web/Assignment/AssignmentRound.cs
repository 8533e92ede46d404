using OneLead.Rules;
using OneLead.Views;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Assignment;

/// <summary>A lead that has no owner, with the choice of the rules.</summary>
internal readonly record struct LeadChoice(LeadRow Lead, OwnerChoice Choice);

/// <summary>Applies rules to the open leads that nobody owns. It changes nothing.</summary>
internal static class AssignmentRound
{
    /// <summary>Chooses the owners of leads, that of the highest score first. Each choice counts for the next one.</summary>
    /// <param name="open">The number of open leads by person; it grows with the choices.</param>
    /// <param name="account">Finds an account.</param>
    public static List<LeadChoice> Choose(
        AssignmentRules rules, LeadPeople people, IEnumerable<LeadRow> leads, Dictionary<string, int> open,
        Func<string, AccountRow?> account)
    {
        var choices = new List<LeadChoice>();
        foreach (var lead in leads.OrderByDescending(static l => l.Score).ThenBy(static l => l.Id, StringComparer.Ordinal))
        {
            var of = account(lead.AccountId);
            var choice = OwnerRules.Choose(
                rules, people.People, open, new AssignableLead(lead.Territory, of?.AccountManager, lead.Family, lead.Type, lead.Priority),
                user => people.Sees(user, of));
            if (choice.Owner is { } owner)
                open[owner.Id] = open.GetValueOrDefault(owner.Id) + 1;
            choices.Add(new(lead, choice));
        }
        return choices;
    }

    public static bool IsUnowned(LeadRow lead) => !lead.Status.IsClosed() && lead.Assignee is null;

    /// <summary>The open leads that nobody owns.</summary>
    public static List<LeadRow> Unowned(ModelState state)
    {
        var leads = new List<LeadRow>();
        foreach (ref readonly var lead in state.Leads)
        {
            if (IsUnowned(lead.Row))
                leads.Add(lead.Row);
        }
        return leads;
    }

    /// <summary>The number of open leads by the id of the user who owns them.</summary>
    public static Dictionary<string, int> OpenLeads(ModelState state, LeadPeople people)
    {
        var open = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (ref readonly var lead in state.Leads)
        {
            if (lead.IsOpen && lead.Row.Assignee is { } name && people.OwnerOf(name) is { } owner)
                open[owner.Id] = open.GetValueOrDefault(owner.Id) + 1;
        }
        return open;
    }
}
