using System.Globalization;
using OneLead.Events;
using OneLead.Samples.Sheets;
using OneLead.Sources.Values;

namespace OneLead.Samples;

/// <summary>
/// An endless sequence of changes to the data of <see cref="SampleData"/>: support expires and is renewed, opportunities
/// open and are won, items move and arrive, projects close, credits are delivered. The same run produces the same changes.
/// </summary>
/// <param name="run">The name of the run. It is part of every source id, so that the changes of different runs are not repeats.</param>
public sealed class LiveChanges(int items, int seed, DateOnly asOf, string run)
{
    private readonly SampleWorld _world = new(items, seed, asOf);
    private long _count;

    /// <summary>Returns the next change with the given time.</summary>
    public ChangeEvent Next(DateTimeOffset at)
    {
        var number = _count++;
        var dice = _world.Dice("live " + run, number);
        var today = DateOnly.FromDateTime(at.UtcDateTime);
        return dice.Roll(100) switch
        {
            < 40 => Item(
                at, number, Any(ref dice), ("supportStatus", Text("Active Contract")), ("supportSource", Text("Contract")),
                ("supportStart", FieldValue.Of(today)), ("supportEnd", FieldValue.Of(today.AddDays(dice.Between(30, 1_095))))),
            < 60 => Item(
                at, number, Any(ref dice), ("supportStatus", Text("Expired Flex Support")),
                ("supportEnd", FieldValue.Of(today.AddDays(-1)))),
            < 68 => Item(at, number, Any(ref dice) with { Territory = _world.Territory(dice.Roll(_world.Territories)) }),
            < 74 => Arrived(at, number, InstallBaseSheet.Item(_world, _world.Items + (int)(number % 1_000_000))),
            < 88 => Opportunity(at, number, ref dice),
            < 95 => Closed(at, number, dice.Roll(_world.Projects / ProjectSheet.DirtEvery + 1) * ProjectSheet.DirtEvery, today),
            _ => Change(
                "credits", Keys.UnassignedCredits, EventKind.ServiceCredit, CreditSheet.IdOf(dice.Roll(_world.Credits)), at, number,
                ("purchased", FieldValue.Of(300)), ("delivered", FieldValue.Of(dice.Between(0, 30) * 10))),
        };
    }

    private SampleItem Any(ref SeededRandom dice) => InstallBaseSheet.Item(_world, dice.Roll(Math.Max(1, _world.Items)));

    private ChangeEvent Item(DateTimeOffset at, long number, SampleItem item, params (string, FieldValue)[] fields) =>
        Change(
            "item", Keys.Territory(item.Territory.Id), EventKind.Item, Keys.Item(null, item.Serial), at, number,
            [("serial", Text(item.Serial)), ("territory", Text(item.Territory.Id)), .. fields]);

    private ChangeEvent Arrived(DateTimeOffset at, long number, SampleItem item) => Item(at, number, item,
        ("productId", Text(item.Product.Id)), ("productName", Text(item.Product.Name)),
        ("platform", item.Product.Platform is { } platform ? Text(platform) : FieldValue.Null),
        ("businessArea", Text(item.Product.BusinessArea)),
        ("businessUnit", Text(item.Product.BusinessUnit)),
        ("endOfLife", item.EndOfLife is { } date ? FieldValue.Of(date) : FieldValue.Null), ("supportStatus", Text("Uncovered")));

    // Wins an opportunity of the territory or opens another one for the same company.
    private ChangeEvent Opportunity(DateTimeOffset at, long number, ref SeededRandom dice)
    {
        var territory = _world.Territory(dice.Roll(_world.Territories) / 10 * 10);
        var known = OpportunitySheet.InTerritory(_world, territory).ToArray();
        var opportunity = dice.Pick(known);
        var name = LenientText.Clean(opportunity.Account)!;
        var account = Keys.Name(territory.Id, name);
        (string, FieldValue)[] place = [("territory", Text(territory.Id)), ("accountName", Text(name))];
        return dice.Chance(40)
            ? Change(
                "opportunity", account, EventKind.Opportunity, Keys.EncodePart(opportunity.Id), at, number,
                [.. place, ("stage", Text("Won")), ("probability", FieldValue.Of(1))])
            : Change(
                "opportunity", account, EventKind.Opportunity, Keys.EncodePart($"OPE-{run}-{number}"), at, number,
                [
                    .. place, ("name", Text(opportunity.Name)), ("stage", Text("Prospecting")),
                    ("amount", FieldValue.Of(dice.Between(4, 400) * 1_000)), ("currency", Text("USD")),
                    ("probability", FieldValue.Of(0.2m)),
                ]);
    }

    private ChangeEvent Closed(DateTimeOffset at, long number, int project, DateOnly today) =>
        Change(
            "project", Keys.Customer(ProjectSheet.CustomerIdOf(_world, project)), EventKind.Project,
            Keys.EncodePart(ProjectSheet.IdOf(project)), at, number, ("status", Text("CLSD")), ("stage", Text("C")),
            ("end", FieldValue.Of(today)));

    private ChangeEvent Change(
        string what, string account, EventKind kind, string entity, DateTimeOffset at, long number,
        params (string Name, FieldValue Value)[] fields) =>
        new(
            account, kind, entity, EventSchema.Version, SampleData.Source,
            string.Create(CultureInfo.InvariantCulture, $"{run}:{number}:{what}"), at,
            EventData.Of(fields));

    private static FieldValue Text(string text) => FieldValue.Of(text);
}
