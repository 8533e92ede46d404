using OneLead.Rules;
using OneLead.Views;
using OneLead.Web.Api;

namespace OneLead.Web.Entities;

/// <summary>Counts, sums and averages by the value of a field; sums of money also by currency.</summary>
/// <param name="currency">The currency of amounts that have none; null if the sum is not of money.</param>
internal sealed class EntityGroups(string by, string? sum, string? currency, EntityFields fields)
{
    private readonly Dictionary<(string? Key, string? Currency), Group> _groups = [];

    public int Total { get; private set; }

    public void Add(EntityRow row)
    {
        Total++;
        var key = fields.Of(row, by);
        var id = (key.IsNull || key.ToString().Length == 0 ? null : key.ToString(),
            currency is null ? null : row.Fields.Currency() ?? currency);
        if (!_groups.TryGetValue(id, out var group))
            _groups.Add(id, group = new Group(id.Item1, id.Item2));
        group.Add(row.AccountId, sum is null ? null : fields.Of(row, sum).AsNumber());
    }

    /// <summary>The groups, the largest sum (or count, without a sum) first; ties by key.</summary>
    public IReadOnlyList<Group> All() =>
    [
        .. _groups.Values.OrderByDescending(g => sum is null ? g.Count : g.Sum).ThenByDescending(g => g.Count)
            .ThenBy(g => g.Key, StringComparer.Ordinal).ThenBy(g => g.Currency, StringComparer.Ordinal),
    ];

    public sealed class Group(string? key, string? currency)
    {
        private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);
        private decimal _sum;
        private int _summed;

        public string? Key => key;
        public string? Currency => currency;
        public int Count { get; private set; }

        /// <summary>Null if the group has no known value.</summary>
        public decimal? Sum => _summed == 0 ? null : _sum;

        public void Add(string account, decimal? number)
        {
            Count++;
            if (!Keys.IsNoAccount(account))
                _accounts.Add(account);
            _sum += number ?? 0;
            _summed += number is null ? 0 : 1;
        }

        public EntityGroupJson Json(bool hasSum) => new(
            key, Count, _accounts.Count, currency, Sum is { } sum ? JsonDecimal.Of(sum) : null,
            Sum is { } total ? JsonDecimal.Of(decimal.Round(total / _summed, 4, MidpointRounding.AwayFromZero)) : null,
            hasSum ? Count - _summed : null);
    }
}
