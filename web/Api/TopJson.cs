namespace OneLead.Web.Api;

/// <summary>The first rows of a list, and the total count.</summary>
public sealed record TopJson<T>(IReadOnlyList<T> Items, int Total)
{
    public static TopJson<T> Of(IReadOnlyCollection<T> all, int most) => new([.. all.Take(most)], all.Count);
}
