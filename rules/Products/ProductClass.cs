using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Rules;

/// <summary>The texts that classify a product: what a cache of classifications is keyed by.</summary>
public readonly record struct ProductTexts(string? Name, string? Platform, string? BusinessArea, string? BusinessUnit, string? Line)
{
    /// <summary>Reads an item's winning fields.</summary>
    public static ProductTexts Of(EventData data) =>
        new(data.Text("productName"), data.Text("platform"), data.Text("businessArea"), data.Text("businessUnit"), data.Text("line"));
}

/// <summary>What a product's texts say. Depends on nothing else, so it is shared by all items of a product.</summary>
/// <param name="ComponentKind"><c>memory</c>, <c>disk</c>, <c>processor</c> …; null for a system.</param>
/// <param name="ServiceRows">Its rows of the service workbook; empty when it has none.</param>
/// <param name="Successor">The product that replaces it, or null.</param>
/// <param name="Renewal">What a renewal is worth where no contract value is known; null: unknown.</param>
public sealed record ProductClass(
    string Family, string? ComponentKind, ImmutableArray<ServiceRow> ServiceRows, string? Successor, string? BusinessArea, bool IsStrategicFamily, bool IsStrategicArea,
    ValueBundle? Renewal, ValueBundle? HardwareRefresh, ValueBundle? ServiceAttach)
{
    public bool IsComponent => ComponentKind is not null;

    /// <summary>The product name of its service rows, as the workbook writes it: <c>Servers</c>; empty when it has none.</summary>
    public string ServiceRow => ServiceRows.IsEmpty ? "" : ServiceRows[0].Product;

    /// <summary>What a lead on this product is worth where no contract value is known; null: unknown.</summary>
    public ValueBundle? ValueOf(LeadType type) => type switch
    {
        LeadType.Renewal => Renewal,
        LeadType.HardwareRefresh => HardwareRefresh,
        _ => ServiceAttach,
    };
}
