namespace OneLead.Testing;

/// <summary>The trait <c>Category</c> of a test. <c>./test --quick</c> leaves these categories out.</summary>
public static class Category
{
    public const string Name = "Category";

    /// <summary>Needs Chromium.</summary>
    public const string Browser = nameof(Browser);

    /// <summary>Kills processes under load.</summary>
    public const string Kills = nameof(Kills);

    /// <summary>Needs PostgreSQL.</summary>
    public const string Postgres = nameof(Postgres);

    /// <summary>Takes more than ten seconds on two cores.</summary>
    public const string Slow = nameof(Slow);

    internal static IReadOnlyCollection<KeyValuePair<string, string>> Is(string category) => [KeyValuePair.Create(Name, category)];
}
