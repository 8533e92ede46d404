using System.Collections.Frozen;
using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Web.Access;

/// <summary>
/// What a caller sees: accounts with all that is theirs, kinds of entities, and whether sensitive fields are shown. Callers who see the
/// same have equal ones, and share what is computed for them.
/// </summary>
internal sealed class Visibility : IEquatable<Visibility>
{
    private static readonly FrozenSet<EventKind> ServiceKinds = new[]
    {
        EventKind.Account, EventKind.Item, EventKind.Contract, EventKind.ServiceCredit, EventKind.ProductLifecycle, EventKind.ServiceOffer,
        EventKind.Service,
    }.ToFrozenSet();

    private readonly string _key;
    private readonly FrozenSet<string>? _managers;
    private readonly FrozenSet<string>? _territories;
    private readonly FrozenSet<EventKind>? _kinds;

    private Visibility(
        string key, FrozenSet<string>? managers, FrozenSet<string>? territories, FrozenSet<EventKind>? kinds, bool seesSensitive) =>
        (_key, _managers, _territories, _kinds, SeesSensitive) = (key, managers, territories, kinds, seesSensitive);

    /// <summary>Everything.</summary>
    public static Visibility All { get; } = new("all", null, null, null, true);

    /// <summary>What a role sees.</summary>
    /// <param name="names">The names under which sources know an account manager.</param>
    /// <param name="territories">The territories of a territory manager.</param>
    public static Visibility Of(Role role, IEnumerable<string> names, IEnumerable<string> territories) => role switch
    {
        Role.AccountManager => OfManager(names.Select(Normal).ToImmutableSortedSet(StringComparer.Ordinal)),
        Role.TerritoryManager => OfTerritories(territories.ToImmutableSortedSet(StringComparer.Ordinal)),
        Role.ServiceConsultant => new("services", null, null, ServiceKinds, false),
        Role.Analyst => new("masked", null, null, null, false),
        _ => All,
    };

    public bool SeesAllKinds => _kinds is null;

    public bool SeesAllAccounts => _managers is null && _territories is null;

    /// <summary>False if annual revenue and the names, addresses and numbers of contacts are masked.</summary>
    public bool SeesSensitive { get; }

    public bool Sees(AccountRow account) =>
        (_managers is null || account.AccountManager is { } manager && IsOneOf(_managers, manager))
        && (_territories is null || account.Territory is { } territory && _territories.Contains(territory));

    /// <summary>True if all accounts of a territory are seen.</summary>
    public bool SeesTerritory(string territory) => SeesAllAccounts || _territories?.Contains(territory) == true;

    public bool Sees(EventKind kind) => _kinds is null || _kinds.Contains(kind);

    /// <summary>True if a field is masked: shown without its value, and not searched, sorted, filtered or grouped by.</summary>
    public bool Masks(EventKind kind, string field) => !SeesSensitive && SensitiveFields.Contains(kind, field);

    /// <summary>An account without the sums of kinds that are not seen.</summary>
    public AccountRow Shown(AccountRow account) =>
        Sees(EventKind.Opportunity) ? account : account with { Totals = Shown(account.Totals) };

    /// <summary>
    /// Sums without the money of kinds that are not seen, which is then unknown. Counts stay: the explanations of scores name them.
    /// </summary>
    public Contribution Shown(Contribution totals) => Sees(EventKind.Opportunity) ? totals : totals with
    {
        PipelineUnknown = totals.OpenOpportunities,
        Sums = totals.Sums is null ? null : new(
            [.. totals.Sums.All.Select(s => s with { Weighted = 0, Opportunities = 0 }).Where(s => !s.IsEmpty)]),
    };

    public bool Equals(Visibility? other) => other?._key == _key;

    public override bool Equals(object? obj) => Equals(obj as Visibility);

    public override int GetHashCode() => _key.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _key;

    private static Visibility OfManager(ImmutableSortedSet<string> names) =>
        new($"manager {Key(names)}", names.ToFrozenSet(StringComparer.OrdinalIgnoreCase), null, null, true);

    private static Visibility OfTerritories(ImmutableSortedSet<string> territories) =>
        new($"territories {Key(territories)}", null, territories.ToFrozenSet(StringComparer.Ordinal), null, true);

    // With the lengths, because a name may hold anything.
    private static string Key(IEnumerable<string> names) => string.Join(' ', names.Select(static n => $"{n.Length}:{n}"));

    // Asked for each change of an account by each visibility in use, so it allocates nothing.
    private static bool IsOneOf(FrozenSet<string> managers, string name) =>
        managers.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name.AsSpan().Trim());

    // Sources write one name in several ways.
    private static string Normal(string name) => name.Trim().ToUpperInvariant();
}
