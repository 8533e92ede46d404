using System.Globalization;
using OneLead.Rules.Parsing;

namespace OneLead.Rules;

/// <summary>The texts of a lead.</summary>
public static class LeadDescriptions
{
    /// <param name="hasReason">False if nothing triggers the lead any more.</param>
    /// <param name="accountName">The account's display name.</param>
    /// <param name="successor">The successor from the product lifecycle; null for the successor that the rules propose.</param>
    public static LeadDescription Describe(
        LeadType type, bool hasReason, ItemFacts item, in ItemAssessment assessment, string accountName, RuleSet rules, DateOnly asOf,
        string? successor = null)
    {
        var isPastService = Days.Since(item.EndOfService, rules, asOf) > 0;
        var texts =
            !hasReason ? rules.Leads.WithoutReason : isPastService ? rules.Leads.TextsPastEndOfService(type) : rules.Leads.Texts(type);
        var next = successor ?? assessment.Product.Successor;
        var family = assessment.Product.Family;
        return Fill(texts, item.EndOfLife is not null, next, key => key switch
        {
            "account" => accountName,
            "product" => item.ProductName ?? item.ProductId ?? "unnamed product",
            "serial" => item.Serial ?? "no serial",
            "family" => family,
            "status" => item.SupportStatus ?? "no support status",
            "support" => Support(type, item, rules, asOf),
            "support_end" => Days.FormatSentence(item.SupportEnd, rules, asOf),
            "end_of_life" => Days.FormatSentence(item.EndOfLife, rules, asOf),
            "end_of_service" => Days.FormatSentence(item.EndOfService, rules, asOf),
            "successor" => next ?? "a current product",
            _ => "",
        });
    }

    // What happens to the support of an item, and how it is known: by the status, or by the date although the status is another.
    private static string Support(LeadType type, ItemFacts item, RuleSet rules, DateOnly asOf)
    {
        var end = Days.FormatSentence(item.SupportEnd, rules, asOf);
        if (type == LeadType.RenewalDue)
            return "ends " + end;
        var isExpired = (SupportRules.Parse(item.SupportStatus, rules) & SupportState.Expired) != 0;
        var isOver = Days.Since(item.SupportEnd, rules, asOf) is var days && days > 0;
        return !isExpired && isOver ? "ended " + end
            : "has expired: " + (item.SupportStatus ?? "no support status")
                + (isExpired && !isOver && days > Days.Never ? ", although its end date is " + end : "");
    }

    /// <summary>Describes a lead on a contract.</summary>
    /// <param name="items">The number of known items that it covers.</param>
    public static LeadDescription Describe(
        LeadType type, bool hasReason, ContractFacts contract, int items, string accountName, RuleSet rules, DateOnly asOf) =>
        Fill(
            !hasReason ? rules.Leads.Contract.WithoutReason
                : type == LeadType.RenewalDue ? rules.Leads.Contract.Due : rules.Leads.Contract.Ended,
            true, null,
            key => key switch
            {
                "account" => accountName,
                "contract" => contract.Number ?? "without a number",
                "status" => contract.Status ?? "no status",
                "support_end" => Days.FormatSentence(contract.End, rules, asOf),
                "items" => items == 0 ? "no known item"
                    : string.Create(CultureInfo.InvariantCulture, $"{items:N0} {(items == 1 ? "item" : "items")}"),
                _ => "",
            });

    private static LeadDescription Fill(
        LeadTexts texts, bool hasEndOfLife, string? successor, Func<string, string> value) => new(
        Templates.Fill(texts.Title, value),
        Templates.Fill(hasEndOfLife ? texts.Description : texts.DescriptionWithoutEndOfLife, value),
        Templates.Fill(successor is null ? texts.ActionWithoutSuccessor : texts.Action, value), successor);
}
