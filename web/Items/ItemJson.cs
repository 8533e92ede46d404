using System.Text.Json;
using OneLead.Views;
using OneLead.Web.Api;

namespace OneLead.Web.Items;

/// <summary>An installed item; fields are the values from its sources.</summary>
public sealed record ItemJson(
    string Id, string AccountId, string Serial, string Family, bool IsComponent, IReadOnlyList<string> Support, RiskLevel Risk,
    int RiskScore, int? DaysPastEndOfLife,
    int? DaysSinceSupportEnd, DateOnly? NextChange, IReadOnlyList<string> Leads, JsonElement Fields, DateTimeOffset UpdatedAt)
{
    public static ItemJson Of(ItemView i) => new(
        i.Id, i.AccountId, i.Serial, i.Family, i.IsComponent, SupportOf(i.Support), i.Risk, i.RiskScore, i.DaysPastEndOfLife,
        i.DaysSinceSupportEnd, i.NextChange, i.Leads,
        FieldsJson.Of(i.Fields), i.UpdatedAt.ToUniversalTime());

    private static IReadOnlyList<string> SupportOf(SupportState state) =>
        state == SupportState.Unknown
            ? ["unknown"]
            : [.. new[]
            {
                SupportState.Active, SupportState.Expired, SupportState.Uncovered
            }.Where(s => state.HasFlag(s)).Select(Wire.Name)];
}
