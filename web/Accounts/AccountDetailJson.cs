using System.Text.Json;
using OneLead.Events;
using OneLead.Views;
using OneLead.Web.Access;
using OneLead.Web.Api;
using OneLead.Web.Items;
using OneLead.Web.Leads;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Accounts;

/// <summary>An entity of an account with its current fields.</summary>
/// <param name="Masked">The fields that have a value which the caller does not see; they are null.</param>
public sealed record EntityJson(string Id, JsonElement Fields, DateTimeOffset UpdatedAt, IReadOnlyList<string> Masked);

/// <summary>Everything about one account; entities by kind (opportunity, project, service_credit …).</summary>
/// <param name="ChurnProbability">0-1, as a source gives it; null if none does. The expansion probability likewise.</param>
/// <param name="GivenTrend">The direction of the health as a source gives it.</param>
public sealed record AccountDetailJson(
    AccountJson Account, IReadOnlyList<LeadJson> Leads, IReadOnlyList<ItemJson> Items,
    IReadOnlyDictionary<string, IReadOnlyList<EntityJson>> Entities, IReadOnlyList<string> Keys, ExplanationJson ClassicHealth,
    ExplanationJson ViewHealth, ExplanationJson CompositeHealth, decimal? ChurnProbability, decimal? ExpansionProbability,
    string? GivenTrend, DateOnly AsOf, string RulesVersion, long Sequence)
{
    internal static AccountDetailJson Of(Account360 a, HealthMove? moved, TenantView tenant, string currency, Visibility visibility) => new(
        AccountJson.Of(new AccountEntry(visibility.Shown(a.Account), moved), currency),
        [.. a.Leads.Select(l => LeadJson.Of(l, a.Account.Name, tenant))],
        visibility.Sees(EventKind.Item) ? [.. a.Items.Select(ItemJson.Of)] : [],
        a.Entities.Where(e => visibility.Sees(e.Key)).ToDictionary(
            e => Wire.Name(e.Key),
            IReadOnlyList<EntityJson> (e) => [.. e.Value.Select(v => Of(e.Key, v, visibility))]),
        a.Keys, ExplanationJson.Of(a.ClassicHealth), ExplanationJson.Of(a.ViewHealth), ExplanationJson.Of(a.CompositeHealth),
        Rate(a.ChurnProbability), Rate(a.ExpansionProbability), a.GivenTrend, a.AsOf, a.RulesVersion, a.Sequence);

    private static EntityJson Of(EventKind kind, EntityView entity, Visibility visibility)
    {
        var (fields, masked) = MaskedFields.Of(kind, entity.Fields, visibility);
        return new(entity.Id, FieldsJson.Of(fields), entity.UpdatedAt.ToUniversalTime(), masked);
    }

    private static decimal? Rate(decimal? rate) => rate is { } known ? JsonDecimal.Of(known) : null;
}
