using System.Collections.Immutable;
using OneLead.Rules.Parsing;

namespace OneLead.Rules;

/// <summary>The text templates of a lead type, with <see cref="Placeholders"/>.</summary>
/// <param name="ActionWithoutSuccessor">The recommended action if no successor is known.</param>
public sealed record LeadTexts(string Title, string Description, string Action, string ActionWithoutSuccessor)
{
    internal static readonly ImmutableArray<string> Placeholders =
    [
        "account", "product", "serial", "family", "status", "support_end", "end_of_life", "end_of_service", "successor",
    ];

    internal static LeadTexts Read(RuleSection section)
    {
        var action = Templates.Read(section, "action", Placeholders);
        return new LeadTexts(
            Templates.Read(section, "title", Placeholders), Templates.Read(section, "description", Placeholders), action,
            section.Has("action_without_successor") ? Templates.Read(section, "action_without_successor", Placeholders) : action);
    }
}

/// <summary>The conditions and texts of the lead types.</summary>
/// <param name="RenewalRisks">The risk levels at which an expired item is a renewal lead.</param>
/// <param name="RefreshDaysPastEndOfLife">An item that is more days past its end of life is a hardware refresh lead.</param>
public sealed record LeadTypeRules(
    ImmutableArray<RiskLevel> RenewalRisks, int RefreshDaysPastEndOfLife, LeadTexts Renewal, LeadTexts HardwareRefresh,
    LeadTexts ServiceAttach)
{
    private readonly int _renewalRisks = RenewalRisks.Aggregate(0, (set, risk) => set | (1 << (int)risk));

    public bool IsRenewalRisk(RiskLevel risk) => (_renewalRisks & (1 << (int)risk)) != 0;

    public LeadTexts Texts(LeadType type) => type switch
    {
        LeadType.Renewal => Renewal,
        LeadType.HardwareRefresh => HardwareRefresh,
        _ => ServiceAttach,
    };

    internal static LeadTypeRules Read(RuleSection section)
    {
        var (risks, renewal) = section.In("renewal", s => (s.Names<RiskLevel>("risks"), LeadTexts.Read(s)));
        var (days, refresh) = section.In("hardware_refresh", s => (s.Int("days_past_end_of_life", 0, 36_500), LeadTexts.Read(s)));
        return new LeadTypeRules(risks, days, renewal, refresh, section.In("service_attach", LeadTexts.Read));
    }
}

/// <summary>The score thresholds and response times of the priorities.</summary>
/// <param name="From">The minimum score of each <see cref="Priority"/>, in hundredths; 0 for Low.</param>
/// <param name="RespondByDays">The days to respond for each <see cref="Priority"/>; null for Low.</param>
public sealed record PriorityRules(ImmutableArray<int> From, ImmutableArray<int?> RespondByDays)
{
    public Priority Of(int hundredths) =>
        hundredths >= From[(int)Priority.Critical] ? Priority.Critical : hundredths >= From[(int)Priority.High] ? Priority.High
        : hundredths >= From[(int)Priority.Medium] ? Priority.Medium : Priority.Low;

    internal static PriorityRules Read(RuleSection root) => new(root.In("priorities", s =>
    {
        var from = Bands.Select(p => s.Int(Wire.Name(p), 0, 100) * 100).ToArray();
        if (from[0] >= from[1] || from[1] >= from[2])
            s.Error(null, "must descend: critical, high, medium");
        return (ImmutableArray<int>)[0, .. from];
    }), root.In("respond_by_days", s => (ImmutableArray<int?>)[null, .. Bands.Select(p => (int?)s.Int(Wire.Name(p), 0, 3_650))]));

    private static readonly Priority[] Bands = [Priority.Medium, Priority.High, Priority.Critical];
}
