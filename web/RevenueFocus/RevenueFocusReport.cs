using System.Collections.Frozen;
using OneLead.Events;
using OneLead.Rules;
using OneLead.Views;
using OneLead.Web.Api;
using OneLead.Web.ReadModel;

namespace OneLead.Web.RevenueFocus;

/// <summary>
/// Computes the page "Revenue focus" from the open opportunities, as of the tenant's day. Sums are by currency.
/// </summary>
/// <param name="minAmount">Opportunities above this amount are large.</param>
/// <param name="minProbability">Opportunities above this probability, 0-1, are likely.</param>
internal sealed class RevenueFocusReport(
    VisibleModel model, FrozenSet<string>? territories, string currency, decimal minAmount, decimal minProbability, int within, int limit)
{
    private const int BestOfAccount = 3;

    private readonly DateOnly _today = model.Tenant.AsOf;

    public RevenueFocusJson Json()
    {
        var open = Open();
        var closing = open.Where(o => o.Days >= 0 && o.Days <= within).ToList();
        return new RevenueFocusJson(
            _today == default ? null : _today, minAmount, minProbability, within,
            TopJson<OpportunityJson>.Of(
                [.. ByWeight(open.Where(o => o.Amount?.Amount > minAmount && o.Probability > minProbability))], limit),
            [
                .. open.GroupBy(o => o.Stage, StringComparer.OrdinalIgnoreCase).Select(Stage).OrderByDescending(s => s.Weighted.Amount)
                    .ThenByDescending(s => s.Amount.Amount).ThenByDescending(s => s.Count).ThenBy(s => s.Stage, StringComparer.Ordinal),
            ],
            Pipeline(open),
            TopJson<OpportunityJson>.Of(
                [
                    .. closing.OrderBy(o => o.CloseDate).ThenByDescending(o => o.Weighted?.Amount ?? -1)
                        .ThenBy(o => o.Id, StringComparer.Ordinal),
                ],
                limit),
            TopJson<AccountOpportunitiesJson>.Of(
                [
                    .. closing.GroupBy(o => o.Account?.Id).Select(Best).OrderByDescending(a => a.Weighted.Amount)
                        .ThenBy(a => a.Account?.Id, StringComparer.Ordinal),
                ],
                limit));
    }

    private List<OpportunityJson> Open()
    {
        var open = new List<OpportunityJson>();
        foreach (ref readonly var entry in model.Entities(EventKind.Opportunity))
        {
            if (!Keys.IsNoAccount(entry.Row.AccountId) && entry.Row["isOpen"].AsFlag() == true && territories.Wants(entry.Row.Territory))
                open.Add(Opportunity(entry.Row));
        }
        return open;
    }

    private OpportunityJson Opportunity(EntityRow row)
    {
        var (fields, account) = (row.Fields, model.Account(row.AccountId));
        var money = fields.Currency() ?? currency;
        return new OpportunityJson(
            row.Id, fields["name"].Text ?? row.Id, new(row.AccountId, account?.Name ?? row.AccountId), account?.Tier, row.Territory,
            fields.Text("stage")?.Trim(),
            fields["amount"].AsNumber() is { } amount ? new(JsonDecimal.Of(amount), money) : null,
            fields["probability"].AsNumber() is { } probability ? JsonDecimal.Of(probability) : null,
            row["weighted"].AsNumber() is { } weighted ? new(JsonDecimal.Of(weighted), money) : null, row["closeDate"].AsDate(),
            row["closeDate"].AsDate() is { } close && _today != default ? close.DayNumber - _today.DayNumber : null,
            fields["owner"].Text);
    }

    private WeightedJson Pipeline(List<OpportunityJson> open)
    {
        var sum = SumJson.Of(open.Select(o => o.Weighted), currency);
        return new(sum.Amount, currency, sum.Unknown, open.Count, sum.Others);
    }

    private StageJson Stage(IGrouping<string?, OpportunityJson> stage) => new(
        stage.Key, stage.Count(), SumJson.Of(stage.Select(o => o.Amount), currency), SumJson.Of(stage.Select(o => o.Weighted), currency));

    private AccountOpportunitiesJson Best(IGrouping<string?, OpportunityJson> account)
    {
        var best = ByWeight(account).Take(BestOfAccount).ToList();
        return new AccountOpportunitiesJson(
            best[0].Account, best[0].Tier, best[0].Territory, SumJson.Of(account.Select(o => o.Weighted), currency), best);
    }

    private static IEnumerable<OpportunityJson> ByWeight(IEnumerable<OpportunityJson> opportunities) =>
        opportunities.OrderByDescending(o => o.Weighted?.Amount ?? -1).ThenByDescending(o => o.Amount?.Amount ?? -1)
            .ThenBy(o => o.Id, StringComparer.Ordinal);
}
