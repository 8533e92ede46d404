using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Rules;

/// <summary>The texts that classify a product; the key of classification caches.</summary>
public readonly record struct ProductTexts(string? Name, string? Platform, string? BusinessArea, string? BusinessUnit, string? Line)
{
    /// <summary>Reads an item's current fields.</summary>
    public static ProductTexts Of(EventData data) =>
        new(data.Text("productName"), data.Text("platform"), data.Text("businessArea"), data.Text("businessUnit"), data.Text("line"));
}

/// <summary>The classification of a product. It depends on the product's texts only, so all items of a product share it.</summary>
/// <param name="ComponentKind"><c>memory</c>, <c>disk</c>, <c>processor</c> …; null for a system.</param>
/// <param name="ServiceRows">The product's rows of the service workbook.</param>
/// <param name="Successor">The product that replaces it, or null.</param>
/// <param name="Renewal">The value of a renewal without a known contract value; null if unknown. The other types likewise.</param>
public sealed record ProductClass(
    string Family, string? ComponentKind, ImmutableArray<ServiceRow> ServiceRows, string? Successor, string? BusinessArea,
    bool IsStrategicFamily, bool IsStrategicArea,
    ValueBundle? Renewal, ValueBundle? HardwareRefresh, ValueBundle? ServiceAttach)
{
    public bool IsComponent => ComponentKind is not null;

    /// <summary>The product name of its first service row: <c>Servers</c>; empty if it has none.</summary>
    public string ServiceRow => ServiceRows.IsEmpty ? "" : ServiceRows[0].Product;

    /// <summary>Returns the value of a lead on this product without a known contract value; null if unknown.</summary>
    public ValueBundle? ValueOf(LeadType type) => type.Identity() switch
    {
        LeadType.Renewal => Renewal,
        LeadType.HardwareRefresh => HardwareRefresh,
        _ => ServiceAttach,
    };
}
