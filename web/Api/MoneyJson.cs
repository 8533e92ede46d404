using OneLead.Views;

namespace OneLead.Web.Api;

/// <summary>An amount in major units.</summary>
public sealed record MoneyJson(decimal Amount, string Currency);

/// <summary>A sum of money in major units; unknown counts what could not be added because its value is not known.</summary>
public sealed record SumJson(decimal Amount, string Currency, int Unknown);

/// <summary>The weighted pipeline: open opportunities' amount × probability; unknown counts those without either.</summary>
public sealed record WeightedJson(decimal Weighted, string Currency, int Unknown, int OpenOpportunities)
{
    public static WeightedJson Of(Contribution c, string currency) =>
        new(JsonDecimal.OfMinor(c.WeightedPipeline), currency, c.PipelineUnknown, c.OpenOpportunities);
}
