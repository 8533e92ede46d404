using System.Collections.Frozen;
using OneLead.Events;
using OneLead.Views;
using OneLead.Web.Access;

namespace OneLead.Web.Entities;

/// <summary>
/// Reads an entity's fields by name, including fields of its account: <c>account</c>, <c>account.tier</c>. Masked fields are null.
/// </summary>
internal sealed class EntityFields(Func<string, AccountRow?> accounts, Visibility visibility)
{
    public const string Id = "id",
        Account = "account", Territory = "territory", RecordTerritory = "recordTerritory", UpdatedAt = "updatedAt",
        AccountTier = "account.tier",
        AccountSegment = "account.segment";

    /// <summary>The names of fields that all kinds have.</summary>
    public static readonly FrozenSet<string> Common = [Id, Account, Territory, RecordTerritory, UpdatedAt, AccountTier, AccountSegment];

    public FieldValue Of(EntityRow row, string name) => name switch
    {
        Id => FieldValue.Of(row.Id),
        Account => Text(accounts(row.AccountId)?.Name),
        AccountTier => Text(accounts(row.AccountId)?.Tier),
        AccountSegment => Text(accounts(row.AccountId)?.Segment),
        Territory => Text(row.Territory),
        RecordTerritory => Text(row.OwnTerritory),
        UpdatedAt => FieldValue.Of(row.UpdatedAt),
        _ => Masks(row.Kind, name) ? FieldValue.Null : row[name],
    };

    /// <summary>True if the caller does not see the values of a field.</summary>
    public bool Masks(EventKind kind, string name) => visibility.Masks(kind, name);

    private static FieldValue Text(string? text) => text is null ? FieldValue.Null : FieldValue.Of(text);
}
