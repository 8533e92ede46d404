using OneLead.Rules;

namespace OneLead.Accounts;

/// <summary>What the health counts of an item.</summary>
/// <param name="IsBad">True if it is past end of life, uncovered or expired.</param>
internal readonly record struct ItemCondition(bool IsCounted, bool IsBad, MinorMoney? Value);

/// <summary>Counts the items of an account by condition. One is replaced at a time.</summary>
internal sealed class InstalledItems
{
    private readonly SortedDictionary<string, (int Items, Int128 Total, Int128 Bad)> _values = new(StringComparer.Ordinal);
    private int _items, _bad;

    /// <summary>By contract value if every item has one in the same currency, else by count.</summary>
    public InstalledShare Share => _values.Count == 1 && _values.First().Value is var only && only.Items == _items
        ? new(only.Total, only.Bad, true)
        : new(_items, _bad, false);

    public void Replace(ItemCondition before, ItemCondition after)
    {
        if (before == after)
            return;
        Count(before, -1);
        Count(after, 1);
    }

    private void Count(ItemCondition item, int sign)
    {
        if (!item.IsCounted)
            return;
        _items += sign;
        _bad += item.IsBad ? sign : 0;
        if (item.Value is not { } value)
            return;
        var sum = _values.GetValueOrDefault(value.Currency);
        sum = (sum.Items + sign, sum.Total + (sign * value.Minor), sum.Bad + (item.IsBad ? sign * value.Minor : 0));
        if (sum.Items == 0)
            _values.Remove(value.Currency);
        else
            _values[value.Currency] = sum;
    }
}
