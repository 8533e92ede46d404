namespace OneLead.Web.Days;

/// <summary>The tenant's day: scores are as of this date.</summary>
public sealed record DayJson(DateOnly? Day, string? RulesVersion = null);
