using System.Collections.Frozen;
using OneLead.Views;
using OneLead.Web.Accounts;
using OneLead.Web.Api;
using OneLead.Web.Leads;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Recommendations;

/// <summary>Computes the page "Services" from the open leads: services to offer, and items without cover.</summary>
internal sealed class RecommendationReport(
    ModelState state, FrozenSet<string>? territories, string? category, string? text, string currency, int limit)
{
    private const int ItemsOfAccount = 5;

    private readonly Dictionary<(string Name, string Category, string Product), Offered> _services = [];
    private readonly Dictionary<string, Offered> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Gap> _gaps = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Row, LeadType Type, bool IsNamed), RecommendedService[]> _wanted = [];

    public RecommendationsJson Json()
    {
        foreach (ref readonly var lead in state.Leads)
        {
            if (!lead.IsOpen || !territories.Wants(lead.Row.Territory))
                continue;
            // A match of the account or product includes all services of the lead; a match of a service only that service.
            var isNamed = text is null || Contains(lead.AccountName) || Contains(lead.Row.Product);
            if (isNamed && category is null && lead is { Type: LeadType.Renewal or LeadType.ServiceAttach, Row.Contract: null })
                CountGap(in lead);
            Count(in lead, isNamed);
        }
        return new RecommendationsJson(
            TopJson<RecommendationJson>.Of([.. Ordered(_services.Values).Select(s => s.Service())], limit),
            TopJson<AccountRecommendationJson>.Of([.. Ordered(_accounts.Values).Select(a => a.Account(state.Tenant))], limit),
            TopJson<GapJson>.Of(
                [
                    .. _gaps.Values.OrderByDescending(g => g.Items.Count).ThenBy(g => g.Account.Id, StringComparer.Ordinal)
                        .Select(g => g.Json(currency)),
                ],
                limit));
    }

    private void Count(in LeadEntry lead, bool isNamed)
    {
        var services = Wanted(lead.Row.ServiceRow, lead.Type, isNamed);
        if (services.Length == 0)
            return;
        foreach (var service in services)
        {
            var key = (service.Name, service.Category, service.Product);
            if (!_services.TryGetValue(key, out var offered))
                _services.Add(key, offered = new Offered(this, service));
            offered.Add(in lead);
        }
        if (!_accounts.TryGetValue(lead.Row.AccountId, out var account))
            _accounts.Add(lead.Row.AccountId, account = new Offered(this, null));
        account.Add(in lead);
        account.Keep(in lead, ItemsOfAccount);
    }

    private void CountGap(in LeadEntry lead)
    {
        if (!_gaps.TryGetValue(lead.Row.AccountId, out var gap))
            _gaps.Add(lead.Row.AccountId, gap = new Gap(new(lead.Row.AccountId, lead.AccountName), lead.Row.Territory));
        gap.Add(in lead);
    }

    // Cached: a few lists serve all leads.
    private RecommendedService[] Wanted(string row, LeadType type, bool isNamed)
    {
        if (!_wanted.TryGetValue((row, type, isNamed), out var services))
        {
            services =
            [
                .. state.Tenant.ServicesFor(row, type).Where(
                    s => (category is null || s.Category.Equals(category, StringComparison.OrdinalIgnoreCase))
                        && (isNamed || Contains(s.Name) || s.Skus.Any(Contains))),
            ];
            _wanted.Add((row, type, isNamed), services);
        }
        return services;
    }

    private bool Contains(string name) => name.Contains(text!, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Offered> Ordered(IEnumerable<Offered> all) =>
        all.OrderByDescending(o => o.Leads).ThenByDescending(o => o.Value).ThenBy(o => o.Key, StringComparer.Ordinal);

    /// <summary>Counts one service over its leads, or all services of an account.</summary>
    private sealed class Offered(RecommendationReport owner, RecommendedService? service)
    {
        private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);
        private readonly List<LeadEntry> _best = [];
        private readonly SubjectValues _values = new();

        public int Leads { get; private set; }

        public decimal Value => _values.Sum(owner.Currency).Amount ?? -1;

        public string Key => service?.Name ?? _best[0].Row.AccountId;

        public void Add(in LeadEntry lead)
        {
            Leads++;
            _accounts.Add(lead.Row.AccountId);
            _values.Add(in lead);
        }

        public void Keep(in LeadEntry lead, int most)
        {
            _best.Add(lead);
            _best.Sort(static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : string.CompareOrdinal(a.Id, b.Id));
            if (_best.Count > most)
                _best.RemoveAt(most);
        }

        public RecommendationJson Service() =>
            new(service!.Name, service.Skus, service.Category, service.Product, Leads, _accounts.Count, Sum());

        public AccountRecommendationJson Account(TenantView tenant) => new(
            new(_best[0].Row.AccountId, _best[0].AccountName), _best[0].Row.Territory, Leads, Sum(),
            [
                .. _best.Select(
                    l => new ItemRecommendationJson(
                        l.Id, l.Type, l.Priority, l.Row.Serial, l.Row.Product, LeadJson.Of(in l, tenant).Services)),
            ]);

        private SumJson Sum() => _values.Sum(owner.Currency);
    }

    private string Currency => currency;

    /// <summary>
    /// An account's items without cover. An item that is uncovered and expired counts once, with its higher value.
    /// </summary>
    private sealed class Gap(AccountRefJson account, string? territory)
    {
        private int _uncovered, _expired;

        public AccountRefJson Account => account;

        public SubjectValues Items { get; } = new();

        public void Add(in LeadEntry lead)
        {
            _ = lead.Type == LeadType.ServiceAttach ? _uncovered++ : _expired++;
            Items.Add(in lead);
        }

        public GapJson Json(string currency) => new(account, territory, Items.Count, _uncovered, _expired, Items.Sum(currency));
    }
}
