using OneLead.Rules;
using OneLead.Tenants;
using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>A contract of an account with the lead to renew it, which is one for all of its items.</summary>
/// <param name="scores">Knows the items that the contract covers, and its renewal opportunity.</param>
internal sealed class AccountContract(EntityRecord record, AccountScores scores) : LeadSubject(record)
{
    public override string Id => Keys.ContractSubject(Record.Id);

    public ContractFacts Facts => ContractFacts.From(Record.Fields);

    /// <summary>The triggers of its items that do not count under a tenant state: the contract has their lead.</summary>
    public LeadTriggers Suppresses(TenantState tenant) =>
        (TriggersUnder(tenant) & LeadTriggersExtensions.AnyRenewal) != 0 ? LeadTriggersExtensions.AnyRenewal
        : Facts.End is { } end && end >= tenant.AsOf ? LeadTriggers.RenewalDue
        : LeadTriggers.None;

    protected override ItemTerms TermsUnder(TenantState tenant)
    {
        var facts = Facts;
        return facts.Terms(
            facts.RenewalOpportunity is { } opportunity && scores.IsLost(opportunity, Record.Id, tenant.Rules), tenant.Rules);
    }

    protected override ProductTexts TextsUnder(TenantState tenant) =>
        scores.Contracts.Under(this).MinBy(i => i.Record.Id, StringComparer.Ordinal)?.Texts(tenant) ?? default;

    protected override SubjectNames Names(TenantState tenant)
    {
        var facts = Facts;
        return new("", "", "", new ContractRef(Record.Id, facts.Number, facts.End, scores.Contracts.Under(this).Count()));
    }
}
