using System.Collections.Immutable;

namespace OneLead.Views;

/// <summary>
/// A line of an explanation. The contributions of all lines sum exactly to the score; a cap is a line of its own.
/// </summary>
/// <param name="Factor">The line's factor: <c>urgency</c>, <c>value</c>, <c>propensity</c>, <c>strategic_fit</c>, or the name
/// of a score without factors.</param>
/// <param name="Rule">The name of the rule that fired, as in rules.yaml: <c>base</c>, <c>past_end_of_life</c>, <c>cap</c>.</param>
/// <param name="Text">What the rule says, for people: <c>More than 1,825 days past end of life</c>.</param>
/// <param name="Input">The input that it saw: <c>3,773 days (2015-07-01 to 2025-10-29)</c>; "missing" where there was none.</param>
/// <param name="Points">The points that it gave; negative for a cap.</param>
/// <param name="Weight">The factor's weight, 0-1; 1 where there are no factors.</param>
/// <param name="Contribution">Points × weight.</param>
[GenerateSerializer, Immutable, Alias("explanation-line")]
public sealed record ExplanationLine(
    [property: Id(0)] string Factor,
    [property: Id(1)] string Rule,
    [property: Id(2)] string Text,
    [property: Id(3)] string Input,
    [property: Id(4)] int Points,
    [property: Id(5)] decimal Weight,
    [property: Id(6)] decimal Contribution);

/// <summary>The explanation of a score.</summary>
/// <param name="Score">The sum of the lines' contributions.</param>
[GenerateSerializer, Immutable, Alias("explanation")]
public sealed record Explanation([property: Id(0)] decimal Score, [property: Id(1)] ImmutableArray<ExplanationLine> Lines);

/// <summary>The four factors of a lead, each 0-100.</summary>
[GenerateSerializer, Immutable, Alias("lead-factors")]
public readonly record struct LeadFactors(
    [property: Id(0)] int Urgency, [property: Id(1)] int Value, [property: Id(2)] int Propensity, [property: Id(3)] int StrategicFit);

/// <summary>
/// The estimated value of a lead in major units of a currency. A known contract value has Min = Max.
/// </summary>
/// <param name="Basis"><c>contract</c>, or the name of the bundle in rules.yaml.</param>
[GenerateSerializer, Immutable, Alias("estimated-value")]
public sealed record EstimatedValue(
    [property: Id(0)] decimal Min, [property: Id(1)] decimal Max, [property: Id(2)] string Currency, [property: Id(3)] string Basis);

/// <summary>A service that fits a lead.</summary>
/// <param name="Name">The name in the service workbook: <c>Firmware upgrade</c>.</param>
/// <param name="Skus">Empty if the workbook has none.</param>
/// <param name="Priority">The base plus the boost of the lead type. Higher is better.</param>
[GenerateSerializer, Immutable, Alias("recommended-service")]
public sealed record RecommendedService(
    [property: Id(0)] string Name, [property: Id(1)] ImmutableArray<string> Skus, [property: Id(2)] int Priority,
    [property: Id(3)] string Category, [property: Id(4)] string Product);
