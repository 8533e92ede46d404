using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Rules;

/// <summary>The services on offer, folded from <see cref="EventKind.ServiceOffer"/> events. Immutable.</summary>
public sealed class ServiceCatalogue
{
    private readonly ImmutableDictionary<string, OfferFacts> _facts;
    private readonly Lazy<ILookup<string, ServiceOffer>> _byProduct;

    private ServiceCatalogue(ImmutableDictionary<string, OfferFacts> facts)
    {
        _facts = facts;
        _byProduct = new(() => Offers.ToLookup(o => o.Product, StringComparer.OrdinalIgnoreCase));
    }

    public static ServiceCatalogue Empty { get; } = new(ImmutableDictionary.Create<string, OfferFacts>(StringComparer.Ordinal));

    /// <summary>All offers in workbook order.</summary>
    public IEnumerable<ServiceOffer> Offers => _facts.Select(f => f.Value.Offer(f.Key)).OfType<ServiceOffer>()
        .OrderBy(o => o.Position).ThenBy(o => o.Category, StringComparer.Ordinal).ThenBy(o => o.Name, StringComparer.Ordinal)
            .ThenBy(o => o.Id, StringComparer.Ordinal);

    /// <summary>Applies events and ignores those of other kinds. Order and repeats do not matter.</summary>
    public ServiceCatalogue Apply(params IEnumerable<ChangeEvent> events)
    {
        var facts = _facts.ToBuilder();
        foreach (var change in events)
        {
            if (change.Kind == EventKind.ServiceOffer)
                facts[change.Entity] = facts.GetValueOrDefault(change.Entity, OfferFacts.None).Apply(change);
        }
        return new(facts.ToImmutable());
    }

    /// <summary>
    /// Returns the services for a row of the workbook in any category (3PAR has software and hardware services) and those
    /// without a product that cover it, best first, then in workbook order. Ignores case and surrounding white space of the row.
    /// A product outside the families has no row, and nothing is known to fit it.
    /// </summary>
    public ImmutableArray<RecommendedService> Recommend(string row, LeadType type, ServiceRules rules)
    {
        var product = row.Trim();
        return product.Length == 0
            ? []
            : [.. _byProduct.Value[product].Concat(_byProduct.Value[""].Where(o => rules.Covers(o.Name, product)))
                .Select(o => new RecommendedService(o.Name, o.Skus, rules.Priority(o.Name, type), o.Category, product))
                .OrderByDescending(s => s.Priority)];
    }

    /// <summary>
    /// Computes what <see cref="Recommend"/> returns for every row and lead type, by <see cref="TenantView.ServiceKey"/>.
    /// </summary>
    /// <param name="rows">The rows in rules.yaml; the rows of the catalogue are added.</param>
    /// <param name="rules">The ranking rules.</param>
    public ImmutableDictionary<string, ImmutableArray<RecommendedService>> Precompute(IEnumerable<string> rows, ServiceRules rules)
    {
        var services = ImmutableDictionary.CreateBuilder<string, ImmutableArray<RecommendedService>>(StringComparer.Ordinal);
        foreach (var row in rows.Concat(_byProduct.Value.Select(p => p.Key).Where(p => p.Length > 0))
            .Distinct(StringComparer.OrdinalIgnoreCase))
        {
            foreach (var type in Enum.GetValues<LeadType>())
                services[TenantView.ServiceKey(row, type)] = Recommend(row, type, rules);
        }
        return services.ToImmutable();
    }
}
