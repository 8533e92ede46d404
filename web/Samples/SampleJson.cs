namespace OneLead.Web.Samples;

/// <summary>The loaded sample.</summary>
public sealed record SampleJson(int Items, DateOnly AsOf);
