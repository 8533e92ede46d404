using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Rules;

/// <summary>The account of a key, and the reason.</summary>
/// <param name="To">The root of the account, whose key is the account's id. The root is assigned to itself.</param>
/// <param name="Rule">One of <see cref="LinkRules"/>.</param>
/// <param name="Name">The key's own name; for a mapped territory the mapped name.</param>
/// <param name="Matched">The spelling of the matching name.</param>
/// <param name="Similarity">0-100 if names were compared; otherwise null.</param>
public sealed record Assignment(string Key, string To, string Rule, string? Name, string? Matched, int? Similarity);

/// <summary>The rules that assign a key to an account.</summary>
public static class LinkRules
{
    /// <summary>A person linked the key.</summary>
    public const string Manual = "manual";

    /// <summary>A source or a person merged two accounts.</summary>
    public const string Merge = AccountMerges.Merge;

    /// <summary>The alias list maps both spellings to one name.</summary>
    public const string ManualMapping = "manual_mapping";
    public const string ExactName = "exact_name";
    public const string SimilarName = "similar_name";
    public const string CustomerId = "customer_id";
    public const string TerritoryMapping = "territory_mapping";
    public const string MostOpportunities = "most_opportunities";

    /// <summary>No rule joins the key to another key; it is the root of its account.</summary>
    public const string OwnAccount = "own_account";
}

/// <summary>The result of reconciling keys.</summary>
/// <param name="Assignments">The assignments of all keys, ordered by key.</param>
/// <param name="Decisions">The assignments whose root or rule differs from the current links.</param>
/// <param name="Names">Root → display name of the account, for the roots among these keys.</param>
/// <param name="Cases">Computes the cases to review when somebody reads them: there can be one for each pair of names.</param>
public sealed record ReconciliationResult(
    ImmutableArray<Assignment> Assignments, ImmutableArray<Assignment> Decisions, ImmutableDictionary<string, string> Names,
    Lazy<ImmutableArray<ReviewCase>> Cases)
{
    /// <summary>Near matches and ties, for a person to review.</summary>
    public ImmutableArray<ReviewCase> Review => Cases.Value;
}
