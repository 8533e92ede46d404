using OneLead.Events;

namespace OneLead.Rules;

/// <summary>The facts of a contract. <see cref="Value"/> is that of a year if it is known, in minor units.</summary>
/// <param name="RenewalOpportunity">The source's id of the opportunity that renews it.</param>
public sealed record ContractFacts(
    string? Number, DateOnly? End, int NoticeDays, long? Value, string? Currency, bool RenewsItself, string? RenewalOpportunity,
    string? Status)
{
    public static ContractFacts From(EventData data) => new(
        data.Text("number"), data["end"].AsDate(), data.Whole("noticeDays") is { } days and > 0 ? days : 0,
        data.Minor("annualValue") ?? data.Minor("totalValue"), data.Currency(), data["autoRenewal"].AsFlag() == true,
        data.Text("renewalOpportunity"), data.Text("status"));

    /// <summary>
    /// Returns the terms by which the rules assess it like an item's support. A contract that makes no lead has no end in
    /// them.
    /// </summary>
    /// <param name="isRenewalLost">True if its renewal opportunity was lost.</param>
    public ItemTerms Terms(bool isRenewalLost, RuleSet rules)
    {
        var hasLead = !RenewsItself && (RenewalOpportunity is null || isRenewalLost) && !rules.Leads.Contract.Over.IsIn(Status);
        return new ItemTerms(SupportState.Unknown, null, null, hasLead ? End : null, Value, Currency, Math.Max(NoticeDays, 1));
    }
}
