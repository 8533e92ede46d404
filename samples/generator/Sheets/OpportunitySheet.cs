using System.Globalization;
using OneLead.Sources.Workbooks;

namespace OneLead.Samples.Sheets;

/// <summary>An opportunity before the sheet adds invalid values.</summary>
internal sealed record SampleOpportunity(
    string Id, string Name, SampleTerritory Territory, string Account, string? ProductLine, string Stage, decimal? Amount, int? Probability,
    DateOnly Created, DateOnly Close);

/// <summary>The sheet of opportunities, with companies in many spellings.</summary>
internal static class OpportunitySheet
{
    public static SampleSheet Of(SampleWorld world) => new("Opportunity", () => Rows(world));

    /// <summary>Returns the opportunities of a territory; none if its names come from another sheet or do not exist.</summary>
    public static IEnumerable<SampleOpportunity> InTerritory(SampleWorld world, SampleTerritory territory)
    {
        if (territory.Case is TerritoryCase.Nameless or TerritoryCase.OnlyMapped)
            yield break;
        var first = world.Dice("opportunities", territory.Index).Between(3, 9);
        var second = territory.Second is null ? 0 : territory.Case == TerritoryCase.Tie ? first : 2;
        for (var i = 0; i < first + second; i++)
            yield return Opportunity(world, territory, i, i < first ? territory.Company : territory.Second!);
    }

    private static SampleOpportunity Opportunity(SampleWorld world, SampleTerritory territory, int number, string company)
    {
        var dice = world.Dice("opportunity", territory.Index * 100L + number);
        var stage = dice.Pick(Stages);
        var created = world.AsOf.AddDays(-dice.Between(1, 500));
        return new($"OPE-00{16_000_000 + territory.Index * 100 + number}", $"{dice.Pick(Subjects)} {dice.Between(1, 40)}", territory,
            territory.Case == TerritoryCase.Japanese
                ? SampleNames.SpelledJapanese(company, ref dice)
                : SampleNames.Spelled(company, territory.Suffix, ref dice),
            dice.Chance(23) ? null : dice.Pick(Lines), stage, dice.Chance(12) ? null : dice.Between(4, 400) * 1_000,
            dice.Chance(15) ? null : Likelihood(stage, ref dice),
            created, stage is "Won" or "Lost" ? created.AddDays(40) : world.AsOf.AddDays(dice.Between(-20, 240)));
    }

    private static IEnumerable<Cell[]> Rows(SampleWorld world)
    {
        yield return SampleSheet.Texts(
            "HPE Opportunity ID", "Opportunity NAme", "Account ST ID", "Account Name", "Product Line", "Stage", "Amount", "Currency",
            "Probability", "Competitor", "Urgency", "Created Date", "Close Date", "Owner");
        for (var t = 0; t < world.Territories; t++)
        {
            foreach (var opportunity in InTerritory(world, world.Territory(t)))
                yield return Row(opportunity, world.Dice(opportunity.Id, 0));
        }
    }

    private static Cell[] Row(SampleOpportunity o, SeededRandom dice) =>
    [
        Cell.Of(o.Id), Cell.Of(o.Name), Cell.Of(double.Parse(o.Territory.Id, CultureInfo.InvariantCulture)), Cell.Of(o.Account),
        Cell.Of(o.ProductLine ?? "NULL"), Cell.Of(o.Stage),
        o.Amount is not { } amount
            ? Cell.Of("NULL")
            : dice.Chance(10)
            ? Cell.Of(amount.ToString("$#,0", CultureInfo.InvariantCulture))
            : Cell.Of((double)amount),
        Cell.Of("USD"), o.Probability is { } probability ? Cell.Of(probability) : Cell.Of("-"),
        dice.Chance(70) ? default : Cell.Of(dice.Pick(Competitors)), Cell.Of(dice.Between(1, 5)),
        Cell.Of(o.Created), Cell.Of(o.Close), Cell.Of(SampleNames.Person(ref dice)),
    ];

    // In percent, as CRM systems export it.
    private static int Likelihood(string stage, ref SeededRandom dice) =>
        stage switch { "Won" => 100, "Lost" => 0, "Negotiation" => dice.Between(6, 9) * 10, _ => dice.Between(1, 6) * 10 };

    private static readonly string[] Stages =
    [
        "Prospecting", "Prospecting", "Qualification", "Qualification", "Proposal", "Proposal", "Negotiation", "Negotiation", "Won", "Lost",
    ];
    private static readonly string[] Subjects =
    [
        "Data centre refresh", "Support renewal", "Campus wireless", "Storage consolidation", "Edge servers", "Backup modernisation",
        "Private cloud", "Blade replacement",
    ];
    private static readonly string[] Lines =
    [
        "SY - x86 Premium and Scale-up Rack", "VR - WLAN HW Svcs", "HA - Integrated Platforms", "96 - Industry Standard Servers Support",
        "VL - WLAN HW", "SI - Server Storage & Inf", "9X - Complete Care Svcs",
    ];
    private static readonly string[] Competitors = ["Rackwell", "Stratovane", "Omnigrid"];
}
