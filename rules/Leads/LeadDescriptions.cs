using OneLead.Rules.Parsing;

namespace OneLead.Rules;

/// <summary>The texts of a lead.</summary>
public static class LeadDescriptions
{
    /// <param name="accountName">The account's display name.</param>
    /// <param name="successor">The successor from the product lifecycle; null for the successor that the rules propose.</param>
    public static LeadDescription Describe(
        LeadType type, ItemFacts item, in ItemAssessment assessment, Priority priority, string accountName, RuleSet rules, DateOnly asOf,
        string? successor = null)
    {
        var texts = rules.Leads.Texts(type);
        var next = successor ?? assessment.Product.Successor;
        var family = assessment.Product.Family;
        string Fill(string text) => Templates.Fill(text, key => key switch
        {
            "account" => accountName,
            "product" => item.ProductName ?? item.ProductId ?? "unnamed product",
            "serial" => item.Serial ?? "no serial",
            "family" => family,
            "status" => item.SupportStatus ?? "no support status",
            "support_end" => Days.FormatSentence(item.SupportEnd, rules, asOf),
            "end_of_life" => Days.FormatSentence(item.EndOfLife, rules, asOf),
            "end_of_service" => Days.FormatSentence(item.EndOfService, rules, asOf),
            _ => next ?? "a current product",
        });
        return new LeadDescription(
            Fill(texts.Title), Fill(texts.Description), Fill(next is null ? texts.ActionWithoutSuccessor : texts.Action), next,
            rules.Priorities.RespondByDays[(int)priority] is { } days ? asOf.AddDays(days) : null);
    }
}
