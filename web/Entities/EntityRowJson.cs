using System.Text.Json;
using OneLead.Web.Accounts;

namespace OneLead.Web.Entities;

/// <summary>An entity with its current fields; for items also the values that rules derive.</summary>
/// <param name="Account">Null: it belongs to no account.</param>
/// <param name="Territory">The account's territory.</param>
/// <param name="RecordTerritory">The territory that the entity's source gives it.</param>
/// <param name="Masked">The fields that have a value which the caller does not see; they are null.</param>
public sealed record EntityRowJson(
    string Id, AccountRefJson? Account, string? Territory, string? RecordTerritory, JsonElement Fields, DateTimeOffset UpdatedAt,
    IReadOnlyList<string> Masked);

/// <summary>A field of a kind.</summary>
/// <param name="Type">text, date, instant, number, integer, money, rate, flag; json for values that are kept unchanged.</param>
/// <param name="Source">schema: a known field; derived: computed by rules; other: added by a source.</param>
public sealed record EntityFieldJson(string Name, string Type, string Source);

/// <summary>The fields of a kind.</summary>
public sealed record EntityFieldsJson(IReadOnlyList<EntityFieldJson> Items);

/// <summary>Entities with the same value of a field; sum and average cover those that have the summed field.</summary>
/// <param name="Key">Null: the field is empty.</param>
/// <param name="AccountId">Set if grouped by account: accounts with the same name have groups of their own.</param>
/// <param name="Accounts">The number of accounts that these entities belong to.</param>
/// <param name="Currency">Null unless money is summed. Then each currency of a key has a group of its own.</param>
/// <param name="Sum">Null: nothing is summed, or no value is known.</param>
/// <param name="Unknown">The number of entities without the summed field; null if nothing is summed.</param>
public sealed record EntityGroupJson(
    string? Key, string? AccountId, int Count, int Accounts, string? Currency, decimal? Sum, decimal? Average, int? Unknown);

/// <summary>Groups, the largest sum (or count, without a sum) first; total is the number of entities.</summary>
public sealed record EntityGroupsJson(IReadOnlyList<EntityGroupJson> Items, int Groups, int Total);
