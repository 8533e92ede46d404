using OneLead.Views;
using OneLead.Web.Api;

namespace OneLead.Web.Entities;

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

    /// <summary>The groups, the largest sum (or count, without a sum) first; ties by key.</summary>
    public IReadOnlyList<Group> All() =>
    [
        .. _groups.Values.Concat(_empty.Count > 0 ? [_empty] : []).OrderByDescending(g => sum is null ? g.Count : g.Sum)
            .ThenByDescending(g => g.Count).ThenBy(g => g.Key, StringComparer.Ordinal),
    ];

    public sealed class Group(string? key)
    {
        public EntityGroupJson Json(bool hasSum) =>
            new(key, Count, hasSum ? JsonDecimal.Of(Sum) : null, Average is { } average ? JsonDecimal.Of(average) : null);

        public string? Key => key;
        public int Count { get; set; }
        public decimal Sum { get; set; }
        public int Summed { get; set; }
        public decimal? Average => Summed == 0 ? null : decimal.Round(Sum / Summed, 4);
    }
}
