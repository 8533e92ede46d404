using System.Globalization;

namespace OneLead.Samples;

/// <summary>The reconciliation case that a territory demonstrates.</summary>
internal enum TerritoryCase { Plain, NearMatch, Tie, OnlyMapped, Nameless, Japanese }

/// <summary>A territory. Its companies are derived from its number.</summary>
internal sealed record SampleTerritory(int Index, string Id, TerritoryCase Case, string Company, string Suffix, string? Second);

/// <summary>The size of the sample and the data that its sheets share.</summary>
internal sealed class SampleWorld
{
    public SampleWorld(int items, int seed, DateOnly asOf)
    {
        (Items, Seed, AsOf) = (items, seed, asOf);
        Territories = Math.Clamp(items / 100, 10, 20_000);
        Projects = Math.Clamp(items / 3, 60, 300_000);
        Credits = Math.Clamp(items / 5, 40, 50_000);
        Customers = Math.Max(4, Territories / 5);
    }

    public int Items { get; }
    public int Seed { get; }
    public DateOnly AsOf { get; }
    public int Territories { get; }
    public int Projects { get; }
    public int Credits { get; }

    /// <summary>The customers of projects, which have no territory.</summary>
    public int Customers { get; }

    public SeededRandom Dice(string sort, long index) => new(Seed, sort, index);

    public SampleTerritory Territory(int index)
    {
        var kind = (index % 10) switch
        {
            1 => TerritoryCase.NearMatch,
            3 => TerritoryCase.Tie,
            5 => TerritoryCase.OnlyMapped,
            7 => TerritoryCase.Nameless,
            8 => TerritoryCase.Japanese,
            _ => TerritoryCase.Plain,
        };
        var company = kind == TerritoryCase.Japanese
            ? SampleNames.JapaneseCompany(Seed, index / 10)
            : SampleNames.Company(Seed, 2L * index);
        var second = kind switch
        {
            TerritoryCase.NearMatch => SampleNames.Near(company),
            TerritoryCase.Tie => SampleNames.Company(Seed, 2L * index + 1),
            TerritoryCase.Plain when Dice("second", index).Chance(50) => SampleNames.Company(Seed, 2L * index + 1),
            _ => null,
        };
        return new SampleTerritory(
            index, (56_100 + 7 * index).ToString(CultureInfo.InvariantCulture), kind, company, SampleNames.Suffix(Seed, index), second);
    }

    /// <summary>Returns the territory of a record. Few territories have many records, most have few.</summary>
    public int TerritoryOf(ref SeededRandom dice) => (int)(Territories * Math.Pow(dice.Fraction(), 1.5));
}
