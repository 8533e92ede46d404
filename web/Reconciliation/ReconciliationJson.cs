using OneLead.Views;

namespace OneLead.Web.Reconciliation;

/// <summary>How a key came to an account.</summary>
/// <param name="Rule">manual_mapping, exact_name, similar_name, customer_id, territory_mapping, most_opportunities, or manual.</param>
public sealed record LinkJson(
    long Sequence, DateTimeOffset At, string Key, string To, string Rule, string? Name, string? Matched, int? Similarity, string? By)
{
    public static LinkJson Of(LinkDecision d) =>
        new(d.Sequence, d.At.ToUniversalTime(), d.Key, d.To, d.Rule, d.Name, d.Matched, d.Similarity, d.By);
}

/// <summary>Two names that were compared and not merged; kind is near_match or tie.</summary>
public sealed record ReviewJson(string Kind, string? Territory, string First, string Second, int? Similarity, string Note);

/// <summary>How names became accounts, and what a person should decide.</summary>
public sealed record ReconciliationJson(IReadOnlyList<LinkJson> Decisions, IReadOnlyList<ReviewJson> Review);

/// <summary>The body of POST reconciliation/link.</summary>
public sealed record LinkRequest(string? Key, string? To, string? By);

/// <summary>The body of POST reconciliation/undo: the key stands alone again.</summary>
public sealed record UndoRequest(string? Key, string? By);

/// <summary>How many decisions were new.</summary>
public sealed record SettleJson(int Decisions);
