using OneLead.Web.Cdc;

namespace OneLead.Web.SourceStatus;

/// <summary>A configured source, without secrets and connections.</summary>
/// <param name="Format">The format of its webhooks, or <c>postgres</c>.</param>
/// <param name="Cdc">The state of a followed database; null for webhooks, and when this server follows none.</param>
public sealed record SourceJson(string Name, string Format, string? Mapping, CdcStatus? Cdc);
