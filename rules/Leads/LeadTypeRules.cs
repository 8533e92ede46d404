using System.Collections.Immutable;
using OneLead.Rules.Parsing;

namespace OneLead.Rules;

/// <summary>The text templates of a lead type, with <see cref="Placeholders"/>.</summary>
/// <param name="ActionWithoutSuccessor">The recommended action if no successor is known.</param>
/// <param name="DescriptionWithoutEndOfLife">The description if the end of life is not known.</param>
public sealed record LeadTexts(
    string Title, string Description, string DescriptionWithoutEndOfLife, string Action, string ActionWithoutSuccessor)
{
    internal static readonly ImmutableArray<string> Placeholders =
    [
        "account", "product", "serial", "family", "status", "support", "support_end", "end_of_life", "end_of_service", "successor",
        "contract",
        "items",
    ];

    internal static LeadTexts Read(RuleSection section)
    {
        var (description, action) = (ReadText(section, "description"), ReadText(section, "action"));
        return new LeadTexts(
            ReadText(section, "title"), description, ReadText(section, "description_without_end_of_life", description), action,
            ReadText(section, "action_without_successor", action));
    }

    /// <summary>Reads a section that files published by earlier versions do not have.</summary>
    internal static LeadTexts ReadOr(RuleSection section, string key, LeadTexts otherwise) =>
        section.Has(key) ? section.In(key, Read) : otherwise;

    private static string ReadText(RuleSection section, string key, string? otherwise = null) =>
        otherwise is null || section.Has(key) ? Templates.Read(section, key, Placeholders) : otherwise;
}

/// <summary>The conditions and texts of leads on contracts.</summary>
/// <param name="LapsedWithinDays">A contract that ended more days ago is no lead.</param>
/// <param name="Over">Words of a contract's status that say that there is nothing to renew.</param>
public sealed record ContractLeadRules(
    int LapsedWithinDays, StageWords Over, LeadTexts Due, LeadTexts Ended, LeadTexts WithoutReason)
{
    internal static ContractLeadRules Read(RuleSection section)
    {
        var ended = section.In("ended", LeadTexts.Read);
        return new(
            section.Int("lapsed_within_days", 0, 36_500), StageWords.Read(section, "over"), section.In("due", LeadTexts.Read), ended,
            LeadTexts.ReadOr(section, "without_reason", ended));
    }
}

/// <summary>The conditions and texts of the lead types.</summary>
/// <param name="RenewalRisks">The risk levels at which an expired item is a renewal lead.</param>
/// <param name="RefreshDaysPastEndOfLife">An item that is more days past its end of life is a hardware refresh lead.</param>
/// <param name="RenewalDueWithinDays">A renewal is due this many days before support ends, or a contract's longer notice period.</param>
/// <param name="PastEndOfService">Replaces the texts of a renewal of an item that is past its end of service.</param>
/// <param name="AttachPastEndOfService">The same for a service attach.</param>
/// <param name="WithoutReason">The texts of a lead that nothing triggers any more.</param>
public sealed record LeadTypeRules(
    ImmutableArray<RiskLevel> RenewalRisks, int RefreshDaysPastEndOfLife, int RenewalDueWithinDays, LeadTexts Renewal,
    LeadTexts RenewalDue, LeadTexts HardwareRefresh, LeadTexts ServiceAttach, LeadTexts PastEndOfService, LeadTexts AttachPastEndOfService,
    LeadTexts WithoutReason, ContractLeadRules Contract)
{
    private readonly int _renewalRisks = RenewalRisks.Aggregate(0, (set, risk) => set | (1 << (int)risk));

    public bool IsRenewalRisk(RiskLevel risk) => (_renewalRisks & (1 << (int)risk)) != 0;

    /// <summary>The days before the end of support at which a renewal becomes due.</summary>
    internal int DueWithin(in ItemTerms terms) => Math.Max(RenewalDueWithinDays, terms.ContractNotice);

    public LeadTexts TextsPastEndOfService(LeadType type) => type.Identity() switch
    {
        LeadType.Renewal => PastEndOfService,
        LeadType.ServiceAttach => AttachPastEndOfService,
        _ => Texts(type),
    };

    public LeadTexts Texts(LeadType type) => type switch
    {
        LeadType.Renewal => Renewal,
        LeadType.RenewalDue => RenewalDue,
        LeadType.HardwareRefresh => HardwareRefresh,
        _ => ServiceAttach,
    };

    internal static LeadTypeRules Read(RuleSection section)
    {
        var (risks, renewal) = section.In("renewal", s => (s.Names<RiskLevel>("risks"), LeadTexts.Read(s)));
        var (within, due) = section.In("renewal_due", s => (s.Int("within_days", 0, 3_650), LeadTexts.Read(s)));
        var (days, refresh) = section.In("hardware_refresh", s => (s.Int("days_past_end_of_life", 0, 36_500), LeadTexts.Read(s)));
        var attach = section.In("service_attach", LeadTexts.Read);
        return new LeadTypeRules(
            risks, days, within, renewal, due, refresh, attach, section.In("past_end_of_service", LeadTexts.Read),
            LeadTexts.ReadOr(section, "attach_past_end_of_service", attach), LeadTexts.ReadOr(section, "without_reason", attach),
            section.In("contract", ContractLeadRules.Read));
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
