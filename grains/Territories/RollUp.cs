using OneLead.Grains;
using OneLead.Views;

namespace OneLead.Territories;

/// <summary>
/// A sum over contributions in which one contribution is replaced at a time: repeats and late ones change nothing, and one
/// that left stays as a tombstone with its version.
/// </summary>
internal sealed class RollUp
{
    private readonly Dictionary<string, (long Version, Contribution? Contribution)> parts = new(StringComparer.Ordinal);

    public Contribution Totals { get; private set; }

    /// <summary>Grows with every part taken: the sum of the parts' versions, so it outlives a reactivation.</summary>
    public long Version { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public IEnumerable<(string Id, Contribution Contribution)> Parts =>
        parts.Where(p => p.Value.Contribution is not null).Select(p => (p.Key, p.Value.Contribution!.Value));

    public int Count { get; private set; }

    /// <summary>Takes a part in; false when it is not newer than the one known.</summary>
    public bool Take(ContributionUpsert part)
    {
        var (version, known) = parts.GetValueOrDefault(part.Id);
        if (part.Version <= version)
            return false;
        parts[part.Id] = (part.Version, part.Contribution);
        Totals = Totals - (known ?? default) + (part.Contribution ?? default);
        Version += part.Version - version;
        Count += (part.Contribution is null ? 0 : 1) - (known is null ? 0 : 1);
        UpdatedAt = part.At > UpdatedAt ? part.At : UpdatedAt;
        return true;
    }
}
