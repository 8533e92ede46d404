namespace OneLead.Web.Observability;

/// <summary>The state of the process, <c>ok</c> or <c>ready</c>.</summary>
public sealed record HealthStateJson(string Status, string? Reason = null);
