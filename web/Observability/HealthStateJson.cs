namespace OneLead.Web.Observability;

/// <summary>The state of the process: <c>ok</c>, <c>ready</c>, or <c>degraded</c> with a reason.</summary>
public sealed record HealthStateJson(string Status, string? Reason = null);
