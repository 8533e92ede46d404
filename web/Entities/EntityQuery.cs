using System.Collections.Frozen;
using System.Globalization;
using OneLead.Events;
using OneLead.Views;
using SortKey = OneLead.Sources.Http.SortKey;

namespace OneLead.Web.Entities;

/// <summary>How a field is compared.</summary>
internal enum FieldOp { Eq, Ne, Lt, Le, Gt, Ge, Contains, Empty, Set }

/// <summary>One condition on a field: <c>amount:gt:100000</c>. Numbers and flags compare as such, texts and dates as text without case.</summary>
internal sealed record FieldCondition(string Field, FieldOp Op, string Text)
{
    private readonly decimal? _number = decimal.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Reads a condition; null when it is none.</summary>
    public static FieldCondition? TryParse(string text)
    {
        var parts = text.Split(':', 3);
        return parts.Length >= 2 && parts[0].Length > 0 && Wire.TryParse<FieldOp>(parts[1], out var op) && (parts.Length == 3 || op is FieldOp.Empty or FieldOp.Set)
            ? new(parts[0], op, parts.Length == 3 ? parts[2] : "")
            : null;
    }

    public bool Matches(FieldValue value)
    {
        var isEmpty = value.IsNull || value.Text?.Length == 0;
        return Op switch
        {
            FieldOp.Empty => isEmpty,
            FieldOp.Set => !isEmpty,
            _ when isEmpty => Op == FieldOp.Ne,
            FieldOp.Contains => value.ToString().Contains(Text, StringComparison.OrdinalIgnoreCase),
            _ => Compare(value) switch
            {
                null => Op == FieldOp.Ne,
                var order => Op switch
                {
                    FieldOp.Eq => order == 0,
                    FieldOp.Ne => order != 0,
                    FieldOp.Lt => order < 0,
                    FieldOp.Le => order <= 0,
                    FieldOp.Gt => order > 0,
                    _ => order >= 0,
                },
            },
        };
    }

    // Null: the two cannot be compared, as a number with a text.
    private int? Compare(FieldValue value) => value.Type switch
    {
        FieldType.Number => _number is { } number ? value.Number.CompareTo(number) : null,
        FieldType.Flag => bool.TryParse(Text, out var flag) ? value.AsFlag()!.Value.CompareTo(flag) : null,
        _ => string.Compare(value.Text, Text, StringComparison.OrdinalIgnoreCase),
    };
}

/// <summary>Reads an entity's fields by name, those of its account among them: <c>account</c>, <c>account.tier</c>.</summary>
internal sealed class EntityFields(Func<string, AccountRow?> accounts)
{
    public const string Id = "id", Account = "account", Territory = "territory", UpdatedAt = "updatedAt", AccountTier = "account.tier", AccountSegment = "account.segment";

    /// <summary>The names beside the kind's own fields.</summary>
    public static readonly FrozenSet<string> Common = [Id, Account, Territory, UpdatedAt, AccountTier, AccountSegment];

    public FieldValue Of(EntityRow row, string name) => name switch
    {
        Id => FieldValue.Of(row.Id),
        Account => Text(accounts(row.AccountId)?.Name),
        AccountTier => Text(accounts(row.AccountId)?.Tier),
        AccountSegment => Text(accounts(row.AccountId)?.Segment),
        Territory => Text(row.Territory),
        UpdatedAt => FieldValue.Of(row.UpdatedAt),
        _ => row[name],
    };

    private static FieldValue Text(string? text) => text is null ? FieldValue.Null : FieldValue.Of(text);
}

/// <summary>Which entities are wanted. Null and empty mean all.</summary>
internal sealed record EntityFilter(FrozenSet<string>? Territories, string? Text, IReadOnlyList<FieldCondition> Conditions)
{
    private readonly string? _text = string.IsNullOrWhiteSpace(Text) ? null : Text.Trim();

    public bool Matches(EntityRow row, EntityFields fields)
    {
        if (Territories is not null && !(row.Territory is { } territory && Territories.Contains(territory)))
            return false;
        foreach (var condition in Conditions)
        {
            if (!condition.Matches(fields.Of(row, condition.Field)))
                return false;
        }
        return _text is null || Contains(row.Id) || Contains(fields.Of(row, EntityFields.Account).Text) || HasText(row.Fields) || HasText(row.Derived);
    }

    private bool HasText(EventData data)
    {
        foreach (var field in data.Fields)
        {
            if (field.Value.Type == FieldType.Text && Contains(field.Value.Text))
                return true;
        }
        return false;
    }

    private bool Contains(string? text) => text is not null && text.Contains(_text!, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Where entities stand in a sort by any field.</summary>
internal static class EntitySorts
{
    // Four decimals, as rates have; amounts beyond 9 * 10^14 count as equal.
    private const decimal Scale = 10_000, Most = 9_000_000_000_000_000_000;

    public static readonly Sort Default = new(EntityFields.Id, false);

    public static SortKey Key(EntityRow row, string field, EntityFields fields)
    {
        var value = fields.Of(row, field);
        return value.Type switch
        {
            FieldType.Null => new SortKey(true, 0, "", row.Id),
            FieldType.Number or FieldType.Flag => SortKey.Of((long)Math.Clamp(value.Number * Scale, -Most, Most), row.Id),
            _ => SortKey.Of(value.Text, row.Id),
        };
    }
}

/// <summary>Counts, sums and averages by the value of a field.</summary>
internal sealed class EntityGroups(string by, string? sum, EntityFields fields)
{
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly Group _empty = new(null);

    public int Total { get; private set; }

    public void Add(EntityRow row)
    {
        Total++;
        var key = fields.Of(row, by);
        var group = _empty;
        if (!key.IsNull && key.ToString() is { Length: > 0 } text && !_groups.TryGetValue(text, out group!))
            _groups.Add(text, group = new Group(text));
        group.Count++;
        if (sum is null || fields.Of(row, sum).AsNumber() is not { } number)
            return;
        group.Sum += number;
        group.Summed++;
    }

    /// <summary>The groups, the largest sum (without one, count) first; ties by key.</summary>
    public IReadOnlyList<Group> All() =>
        [.. _groups.Values.Concat(_empty.Count > 0 ? [_empty] : []).OrderByDescending(g => sum is null ? g.Count : g.Sum).ThenByDescending(g => g.Count).ThenBy(g => g.Key, StringComparer.Ordinal)];

    public sealed class Group(string? key)
    {
        public string? Key => key;
        public int Count { get; set; }
        public decimal Sum { get; set; }
        public int Summed { get; set; }
        public decimal? Average => Summed == 0 ? null : decimal.Round(Sum / Summed, 4);
    }
}
