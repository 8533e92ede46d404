using OneLead.Rules;
using OneLead.Web.Accounts;
using OneLead.Web.Api;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Assignment;

/// <summary>Computes what rules would do with the open leads that nobody owns, as far as the caller sees them.</summary>
internal static class AssignmentPreview
{
    private const int MostReasons = 50;

    /// <param name="examples">The number of leads to list.</param>
    public static AssignmentPreviewJson Of(AssignmentRules rules, LeadPeople people, VisibleModel model, int examples)
    {
        var state = model.State();
        var before = AssignmentRound.OpenLeads(state, people);
        var choices = AssignmentRound.Choose(
            rules, people, AssignmentRound.Unowned(state), new(before, StringComparer.Ordinal), model.Account);
        var given = choices.Where(static c => c.Choice.Owner is not null).ToList();
        return new(
            choices.Count, choices.Count - given.Count,
            [
                .. given.GroupBy(static c => c.Choice.Owner!.Id).Select(g => Person(g.First().Choice.Owner!, [.. g], rules, before))
                    .OrderByDescending(static p => p.Leads).ThenBy(static p => p.Name, StringComparer.OrdinalIgnoreCase),
            ],
            ByRow(given, rules),
            [.. Counted(choices.Where(static c => c.Choice.Owner is null), static c => c.Choice.Reason).Take(MostReasons)],
            [.. choices.Take(examples).Select(c => Example(c, model))]);
    }

    private static PreviewPersonJson Person(
        AssignmentPerson person, IReadOnlyList<LeadChoice> choices, AssignmentRules rules, Dictionary<string, int> before) => new(
        person.Id, person.Name, before.GetValueOrDefault(person.Id), choices.Count,
        [.. ByRow(choices, rules).Where(static r => r.Leads > 0)],
        [.. Counted(choices.Where(static c => c.Choice.InsteadOf is not null), static c => c.Choice.InsteadOf!.Name)]);

    private static IReadOnlyList<LeadShareJson> ByRow(IReadOnlyList<LeadChoice> given, AssignmentRules rules)
    {
        var leads = new int[rules.Rows.Length];
        foreach (var (_, choice) in given)
            leads[choice.Row!.Value]++;
        return [.. rules.Rows.Select((r, i) => new LeadShareJson(r.Name, leads[i]))];
    }

    private static IEnumerable<LeadShareJson> Counted(IEnumerable<LeadChoice> choices, Func<LeadChoice, string> by) => choices.GroupBy(by)
        .Select(static g => new LeadShareJson(g.Key, g.Count()))
        .OrderByDescending(static s => s.Leads).ThenBy(static s => s.Name, StringComparer.Ordinal);

    private static PreviewLeadJson Example(LeadChoice c, VisibleModel model) => new(
        c.Lead.Id, c.Lead.Type, c.Lead.Priority, JsonDecimal.Of(c.Lead.Score),
        new AccountRefJson(c.Lead.AccountId, model.Account(c.Lead.AccountId)?.Name ?? c.Lead.AccountId),
        c.Lead.Contract is { } contract ? contract.Number ?? contract.Id : c.Lead.Product, c.Lead.Territory, c.Choice.Owner?.Name,
        c.Choice.Reason);
}
