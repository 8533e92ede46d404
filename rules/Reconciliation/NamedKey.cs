namespace OneLead.Rules;

/// <summary>
/// What is known of an account key. A key with several names (a customer id that was renamed) has a row for each.
/// </summary>
/// <param name="Key">See <see cref="Keys"/>: <c>territory:…</c>, <c>name:…</c> or <c>customer:…</c>.</param>
/// <param name="Territory">The territory of its records; null when they name none.</param>
/// <param name="Name">The name as spelled; null for territory keys and where no record has one.</param>
/// <param name="CustomerId">The source's customer id, where records carry one.</param>
/// <param name="Opportunities">How many opportunities bear this key and name.</param>
public sealed record NamedKey(string Key, string? Territory, string? Name, string? CustomerId, int Opportunities);

/// <summary>Another spelling, and the name to take for it. It is followed one step.</summary>
/// <param name="Territory">Where it holds; null everywhere. One of the territory goes before one for all.</param>
public sealed record NameAlias(string? Territory, string Name, string Canonical);

/// <summary>To which account a key belongs now, and by which rule.</summary>
public sealed record KeyLink(string To, string Rule);
