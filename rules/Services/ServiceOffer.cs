using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Values;

namespace OneLead.Rules;

/// <summary>A service offer for a product.</summary>
/// <param name="Id">The entity id of its events.</param>
/// <param name="Product">The row of the workbook: <c>3PAR</c>, <c>Servers</c>. Empty if the workbook names none.</param>
/// <param name="Position">The position in the workbook; offers without one come last.</param>
public sealed record ServiceOffer(string Id, string Category, string Product, string Name, ImmutableArray<string> Skus, int Position);

/// <summary>
/// The fields of an offer, each with the time of its event. The latest value wins, so events may arrive in any order and
/// more than once.
/// </summary>
internal sealed record OfferFacts(ImmutableDictionary<string, (OfferStamp At, FieldValue Value)> Fields, OfferStamp? Removed)
{
    public static OfferFacts None { get; } = new(
        ImmutableDictionary.Create<string, (OfferStamp, FieldValue)>(StringComparer.Ordinal), null);

    public OfferFacts Apply(ChangeEvent change)
    {
        var at = new OfferStamp(change.OccurredAt, change.SourceId);
        if (change.Data.IsRemoval)
            return Removed is { } before && before.CompareTo(at) >= 0 ? this : this with { Removed = at };
        var fields = Fields.ToBuilder();
        foreach (var (name, value) in change.Data.Fields)
        {
            if (!fields.TryGetValue(name, out var known) || known.At.CompareTo(at) < 0)
                fields[name] = (at, value);
        }
        return this with { Fields = fields.ToImmutable() };
    }

    /// <summary>Returns the offer; null if it was removed or lacks a name.</summary>
    public ServiceOffer? Offer(string id) => Text("name") is { Length: > 0 } name
        ? new(
            id, Text("category"), Text("product"), name, [.. ServiceCell.SplitSkus(Text("skus"))],
            (int?)Value("position").AsNumber() ?? int.MaxValue)
        : null;

    private string Text(string name) => Value(name).Text?.Trim() ?? "";

    private FieldValue Value(string name) =>
        Fields.TryGetValue(name, out var known) && (Removed is not { } removed || known.At.CompareTo(removed) > 0) ? known.Value : default;
}

/// <summary>The time of an event; ties are broken by source id.</summary>
internal readonly record struct OfferStamp(DateTimeOffset OccurredAt, string SourceId) : IComparable<OfferStamp>
{
    public int CompareTo(OfferStamp other) =>
        OccurredAt.CompareTo(other.OccurredAt) is var byTime and not 0 ? byTime : string.CompareOrdinal(SourceId, other.SourceId);
}
