using OneLead.Web.Cdc;

namespace OneLead.Web.SourceStatus;

/// <summary>A configured source. It shows no secret and no connection.</summary>
/// <param name="Format">Of its webhooks, or <c>postgres</c>.</param>
/// <param name="Cdc">How it goes with a database that is followed; null for webhooks, and where nothing is followed.</param>
public sealed record SourceJson(string Name, string Format, string? Mapping, CdcStatus? Cdc);
