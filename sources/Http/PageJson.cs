namespace OneLead.Sources.Http;

/// <summary>A page of a list; next is the cursor of the following page, null on the last; total counts all pages.</summary>
public sealed record PageJson<T>(IReadOnlyList<T> Items, string? Next, int Total);
