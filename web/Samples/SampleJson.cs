namespace OneLead.Web.Samples;

/// <summary>The sample that was loaded.</summary>
public sealed record SampleJson(int Items, DateOnly AsOf);
