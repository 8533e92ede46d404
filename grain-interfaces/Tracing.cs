using System.Diagnostics;

namespace OneLead;

/// <summary>Spans from a request through the journal and the accounts to the push. Without a listener they cost nothing.</summary>
public static class Tracing
{
    public const string SourceName = "OneLead";

    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>The W3C trace parent of the current span if it is recorded, else null.</summary>
    public static string? RecordedParent => Activity.Current is { Recorded: true } current ? current.Id : null;

    /// <summary>Starts a span under a trace parent; none without a parent.</summary>
    public static Activity? Continue(string name, string? parent) =>
        parent is null ? null : Source.StartActivity(name, ActivityKind.Consumer, parent);
}
