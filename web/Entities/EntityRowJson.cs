using System.Text.Json;
using OneLead.Web.Accounts;

namespace OneLead.Web.Entities;

/// <summary>An entity with its winning fields; of an item also what the rules say of it.</summary>
/// <param name="Account">Null: no account claims it.</param>
public sealed record EntityRowJson(string Id, AccountRefJson? Account, string? Territory, JsonElement Fields, DateTimeOffset UpdatedAt);

/// <summary>A field of a kind.</summary>
/// <param name="Type">text, date, instant, number, integer, money, rate, flag; json for what is kept as it came.</param>
/// <param name="Source">schema: a field that we know; derived: what the rules say; other: a source's own.</param>
public sealed record EntityFieldJson(string Name, string Type, string Source);

/// <summary>The fields of a kind.</summary>
public sealed record EntityFieldsJson(IReadOnlyList<EntityFieldJson> Items);

/// <summary>Entities that share a value of a field; sum and average are of those that have the summed field.</summary>
/// <param name="Key">Null: the field is empty.</param>
public sealed record EntityGroupJson(string? Key, int Count, decimal? Sum, decimal? Average);

/// <summary>Groups, the largest sum (without one, count) first; total is the number of entities.</summary>
public sealed record EntityGroupsJson(IReadOnlyList<EntityGroupJson> Items, int Groups, int Total);
