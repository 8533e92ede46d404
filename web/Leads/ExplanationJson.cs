using OneLead.Views;
using OneLead.Web.Api;

namespace OneLead.Web.Leads;

/// <summary>One line of an explanation: points × weight = contribution; the contributions sum exactly to the score.</summary>
public sealed record ExplanationLineJson(
    string Factor, string Rule, string Text, string Input, int Points, decimal Weight, decimal Contribution);

/// <summary>Why a score is what it is.</summary>
public sealed record ExplanationJson(decimal Score, IReadOnlyList<ExplanationLineJson> Lines)
{
    public static ExplanationJson Of(Explanation e) => new(
        JsonDecimal.Of(e.Score),
        [
            .. e.Lines.Select(
                l => new ExplanationLineJson(
                    l.Factor, l.Rule, l.Text, l.Input, l.Points, JsonDecimal.Of(l.Weight), JsonDecimal.Of(l.Contribution))),
        ]);
}
