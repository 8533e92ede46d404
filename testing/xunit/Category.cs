namespace OneLead.Testing;

/// <summary>
/// The trait <c>Category</c> of a test. The <c>test</c> script selects by it: a quick run leaves all of these out,
/// and only a long run includes <see cref="Slow"/>.
/// </summary>
public static class Category
{
    public const string Name = "Category";

    /// <summary>Needs Chromium.</summary>
    public const string Browser = nameof(Browser);

    /// <summary>Kills processes under load.</summary>
    public const string Kills = nameof(Kills);

    /// <summary>Needs PostgreSQL.</summary>
    public const string Postgres = nameof(Postgres);

    /// <summary>Takes more than a minute.</summary>
    public const string Slow = nameof(Slow);

    internal static IReadOnlyCollection<KeyValuePair<string, string>> Is(string category) => [KeyValuePair.Create(Name, category)];
}
