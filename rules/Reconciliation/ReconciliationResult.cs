using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Rules;

/// <summary>To which account a key belongs, and why.</summary>
/// <param name="To">The root: the key after which the account is called. The key itself for the root.</param>
/// <param name="Rule">One of <see cref="LinkRules"/>.</param>
/// <param name="Name">The key's own name; for a mapped territory the mapped one.</param>
/// <param name="Matched">The name that it met, as spelled.</param>
/// <param name="Similarity">0-100, where names were compared.</param>
public sealed record Assignment(string Key, string To, string Rule, string? Name, string? Matched, int? Similarity);

/// <summary>The rules by which a key comes to an account.</summary>
public static class LinkRules
{
    /// <summary>A person said so.</summary>
    public const string Manual = "manual";

    /// <summary>A source, or a person, merged two accounts.</summary>
    public const string Merge = AccountMerges.Merge;

    /// <summary>The alias list made two spellings one.</summary>
    public const string ManualMapping = "manual_mapping";
    public const string ExactName = "exact_name";
    public const string SimilarName = "similar_name";
    public const string CustomerId = "customer_id";
    public const string TerritoryMapping = "territory_mapping";
    public const string MostOpportunities = "most_opportunities";

    /// <summary>Nothing joins the key to another (any more): it is its account's root.</summary>
    public const string OwnAccount = "own_account";
}

/// <summary>What the reconciliation of some keys comes to.</summary>
/// <param name="Assignments">Every key's, by key.</param>
/// <param name="Decisions">Those that differ from the links as they stand, in root or rule.</param>
/// <param name="Names">Root → display name of the account, for the roots among these keys.</param>
/// <param name="Review">Near matches and ties, for a person to decide.</param>
public sealed record ReconciliationResult(
    ImmutableArray<Assignment> Assignments, ImmutableArray<Assignment> Decisions, ImmutableDictionary<string, string> Names, ImmutableArray<ReviewCase> Review);
