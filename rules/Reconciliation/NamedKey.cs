namespace OneLead.Rules;

/// <summary>
/// The facts of an account key. A key with several names (a renamed customer id) has a row for each name.
/// </summary>
/// <param name="Key">See <see cref="Keys"/>: <c>territory:…</c>, <c>name:…</c> or <c>customer:…</c>.</param>
/// <param name="Territory">The territory of its records; null if they have none.</param>
/// <param name="Name">The spelling of the name; null for territory keys and if no record has a name.</param>
/// <param name="CustomerId">The source's customer id, or null.</param>
/// <param name="Opportunities">The number of opportunities with this key and name.</param>
public sealed record NamedKey(string Key, string? Territory, string? Name, string? CustomerId, int Opportunities);

/// <summary>A spelling and its canonical name. Aliases are not chained.</summary>
/// <param name="Territory">The territory of the alias; null for all. An alias of the territory wins.</param>
public sealed record NameAlias(string? Territory, string Name, string Canonical);

/// <summary>The current account of a key, and the rule that assigned it.</summary>
public sealed record KeyLink(string To, string Rule);
