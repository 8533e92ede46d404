namespace OneLead.Web.Days;

/// <summary>The tenant's day, as of which scores are.</summary>
public sealed record DayJson(DateOnly? Day, string? RulesVersion = null);
