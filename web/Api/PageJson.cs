namespace OneLead.Web.Api;

/// <summary>A page of a list; next is the cursor of the following page, null on the last; total counts the rows of all pages.</summary>
public sealed record PageJson<T>(IReadOnlyList<T> Items, string? Next, int Total);

/// <summary>The first rows of a list, and the total count.</summary>
public sealed record TopJson<T>(IReadOnlyList<T> Items, int Total)
{
    public static TopJson<T> Of(IReadOnlyCollection<T> all, int most) => new([.. all.Take(most)], all.Count);
}
