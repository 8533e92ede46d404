using OneLead.Rules;
using OneLead.Views;
using OneLead.Web.Api;

namespace OneLead.Web.Entities;

/// <summary>
/// Counts, sums and averages by the value of a field, without case and outer blanks; sums of money also by currency. Accounts
/// with the same name stay apart.
/// </summary>
/// <param name="currency">The currency of amounts that have none; null if the sum is not of money.</param>
internal sealed class EntityGroups(string by, string? sum, string? currency, EntityFields fields)
{
    private readonly Dictionary<(string? Key, string? Currency, string? Account), Group> _groups = [];

    public int Total { get; private set; }

    public void Add(EntityRow row)
    {
        Total++;
        var key = fields.Of(row, by);
        (string? Key, string? Currency, string? Account) id = (
            key.IsNull || string.IsNullOrWhiteSpace(key.ToString()) ? null : key.ToString().Trim(),
            currency is null ? null : row.Fields.Currency() ?? currency,
            by == EntityFields.Account && !Keys.IsNoAccount(row.AccountId) ? row.AccountId : null);
        var place = (id.Key?.ToUpperInvariant(), id.Currency, id.Account);
        if (!_groups.TryGetValue(place, out var group))
            _groups.Add(place, group = new Group(id.Key, id.Currency, id.Account));
        else if (string.CompareOrdinal(id.Key, group.Key) < 0)
            group.Key = id.Key;
        group.Add(row.AccountId, sum is null ? null : fields.Of(row, sum).AsNumber());
    }

    /// <summary>The groups, the largest sum (or count, without a sum) first; ties by key.</summary>
    public IReadOnlyList<Group> All() =>
    [
        .. _groups.Values.OrderByDescending(g => sum is null ? g.Count : g.Sum).ThenByDescending(g => g.Count)
            .ThenBy(g => g.Key, StringComparer.Ordinal).ThenBy(g => g.Currency, StringComparer.Ordinal)
            .ThenBy(g => g.Account, StringComparer.Ordinal),
    ];

    public sealed class Group(string? key, string? currency, string? account)
    {
        private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);
        private decimal _sum;
        private int _summed;

        /// <summary>The first of its spellings.</summary>
        public string? Key { get; set; } = key;
        public string? Currency => currency;
        public string? Account => account;
        public int Count { get; private set; }

        /// <summary>Null if the group has no known value.</summary>
        public decimal? Sum => _summed == 0 ? null : _sum;

        public void Add(string owner, decimal? number)
        {
            Count++;
            if (!Keys.IsNoAccount(owner))
                _accounts.Add(owner);
            _sum += number ?? 0;
            _summed += number is null ? 0 : 1;
        }

        public EntityGroupJson Json(bool hasSum) => new(
            Key, account, Count, _accounts.Count, currency, Sum is { } sum ? JsonDecimal.Of(sum) : null,
            Sum is { } total
                ? JsonDecimal.Of(decimal.Round(total / _summed, currency is null ? 4 : 2, MidpointRounding.AwayFromZero))
                : null,
            hasSum ? Count - _summed : null);
    }
}
