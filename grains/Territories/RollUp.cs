using OneLead.Grains;
using OneLead.Views;

namespace OneLead.Territories;

/// <summary>
/// A sum over contributions, replaced one at a time. Repeated and late contributions change nothing; a removed one stays as a
/// tombstone with its version.
/// </summary>
internal sealed class RollUp
{
    private readonly Dictionary<string, (StateVersion Version, Contribution? Contribution)> _parts = new(StringComparer.Ordinal);

    public Contribution Totals { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public IEnumerable<(string Id, Contribution Contribution)> Parts =>
        _parts.Where(p => p.Value.Contribution is not null).Select(p => (p.Key, p.Value.Contribution!.Value));

    public int Count { get; private set; }

    /// <summary>The number of parts that have accounts.</summary>
    public int Inhabited { get; private set; }

    /// <summary>The version of a part; the lowest when it is not known.</summary>
    public StateVersion VersionOf(string id) => _parts.GetValueOrDefault(id).Version;

    /// <summary>What a part adds; null when it is not known or has left.</summary>
    public Contribution? Of(string id) => _parts.GetValueOrDefault(id).Contribution;

    /// <summary>Adds or replaces a part; false when it is not newer than the known one.</summary>
    public bool Take(ContributionUpsert part)
    {
        var (version, known) = _parts.GetValueOrDefault(part.Id);
        if (_parts.ContainsKey(part.Id) && part.Version <= version)
            return false;
        _parts[part.Id] = (part.Version, part.Contribution);
        Totals = Totals - (known ?? default) + (part.Contribution ?? default);
        Count += (part.Contribution is null ? 0 : 1) - (known is null ? 0 : 1);
        Inhabited += (part.Contribution is { Accounts: > 0 } ? 1 : 0) - (known is { Accounts: > 0 } ? 1 : 0);
        UpdatedAt = part.At > UpdatedAt ? part.At : UpdatedAt;
        return true;
    }
}
