using System.Globalization;
using OneLead.Sources.Workbooks;

namespace OneLead.Samples.Sheets;

/// <summary>An installed item before the sheet adds invalid values.</summary>
internal sealed record SampleItem(
    string Serial, SampleProduct Product, SampleTerritory Territory, DateOnly? EndOfLife, DateOnly? EndOfService, DateOnly? SupportStart,
    DateOnly? SupportEnd, string? Source, string? Status, string? Agreement);

/// <summary>The sheet of installed items. Some cross thresholds of the rules within 30 days after the as-of date.</summary>
internal static class InstallBaseSheet
{
    /// <summary>The maximum number of items per sheet. Excel allows 1,048,576 rows, and some items have two.</summary>
    public const int ItemsPerSheet = 1_000_000;

    private const int Soon = 30;
    private static readonly DateOnly Never = new(2099, 12, 31);

    public static IEnumerable<SampleSheet> Sheets(SampleWorld world)
    {
        for (var from = 0; from == 0 || from < world.Items; from += ItemsPerSheet)
        {
            var start = from;
            yield return new SampleSheet(
                from == 0 ? "Install Base" : $"Install Base {from / ItemsPerSheet + 1}",
                () => Rows(world, start, Math.Min(world.Items, start + ItemsPerSheet)));
        }
    }

    public static SampleItem Item(SampleWorld world, int index)
    {
        var dice = world.Dice("item", index);
        var territory = world.Territory(index < world.Territories ? index : world.TerritoryOf(ref dice));
        var product = dice.Pick(SampleProducts.All);
        var eol = EndOfLife(world.AsOf, ref dice);
        var serial = dice.Pick(Factories) + index.ToString("X6", CultureInfo.InvariantCulture) + "GHJKLMNP"[dice.Roll(8)];
        var (start, end, source, status) = Support(world.AsOf, ref dice);
        return new(serial, product, territory, eol, EndOfService(world.AsOf, eol, ref dice), start, end, source, status,
            status is not null && !status.Contains("Warranty", StringComparison.Ordinal)
                ? dice.Between(104_160, 104_164).ToString(CultureInfo.InvariantCulture) + dice.Between(100_000, 999_999)
                    .ToString(CultureInfo.InvariantCulture)
                : null);
    }

    private static IEnumerable<Cell[]> Rows(SampleWorld world, int from, int to)
    {
        yield return SampleSheet.Texts("Serial_Number_Id", "Product_Id", "Line_Description_Name", "Product_Platform_Description_Name",
            "Business_Area_Description_Name", "Product_Name", "Account_Sales_Territory_Id",
            "Legacy_Global_Business_Unit", "Product_End_of_Life_Date", "Product_End_of_Service_Life_Date", "Final_Service_Start_Date",
            "Final_Service_End_Date", "Final_Service_Source", "Support_Status", "Service_Agreement_Id");
        for (var i = from; i < to; i++)
        {
            var row = Row(Item(world, i), world.Dice("item dirt", i));
            yield return row;
            if (i % 1_000 == 30)
                yield return row;
            // A row without an item.
            if (i % 1_000 == 60)
                yield return [Cell.Of("(null)"), .. row[1..]];
        }
    }

    private static Cell[] Row(SampleItem item, SeededRandom dice) =>
    [
        Cell.Of(item.Serial), Cell.Of(item.Product.Id), Text(item.Product.Line), Text(dice.Chance(5) ? null : item.Product.Platform),
        Cell.Of(item.Product.BusinessArea),
        Cell.Of(dice.Chance(2) ? item.Product.Name + " " : dice.Chance(1) ? item.Product.Name.Replace(' ', '\u00A0') : item.Product.Name),
        dice.Chance(2) ? Cell.Of(" " + item.Territory.Id) : Cell.Of(double.Parse(item.Territory.Id, CultureInfo.InvariantCulture)),
        Cell.Of(item.Product.BusinessUnit), Date(item.EndOfLife, ref dice), Date(item.EndOfService, ref dice),
        Date(item.SupportStart, ref dice), Date(item.SupportEnd, ref dice),
        Text(item.Source), Text(item.Status), Text(item.Agreement),
    ];

    private static Cell Text(string? text) => Cell.Of(text ?? "(null)");

    // One date in 200 is text, and some of those are ambiguous.
    private static Cell Date(DateOnly? date, ref SeededRandom dice) => (date, dice.Roll(400)) switch
    {
        (null, _) => Cell.Of("(null)"),
        ({ } day, 0) => Cell.Of(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ({ } day, 1) => Cell.Of(day.ToString("M/d/yyyy", CultureInfo.InvariantCulture)),
        ({ } day, _) => Cell.Of(day),
    };

    private static DateOnly? EndOfLife(DateOnly asOf, ref SeededRandom dice) => dice.Roll(100) switch
    {
        < 6 => asOf.AddDays(dice.Between(1, Soon)),
        < 12 => asOf.AddDays(dice.Between(1, Soon) - 365),
        < 18 => asOf.AddDays(dice.Between(1, Soon) - 1_095),
        < 24 => asOf.AddDays(dice.Between(1, Soon) - 1_825),
        < 46 => asOf.AddDays(-dice.Between(1_826, 4_000)),
        < 68 => asOf.AddDays(-dice.Between(1, 1_795)),
        < 84 => asOf.AddDays(dice.Between(Soon + 1, 1_500)),
        < 94 => Never,
        _ => null,
    };

    private static DateOnly? EndOfService(DateOnly asOf, DateOnly? endOfLife, ref SeededRandom dice) => dice.Roll(100) switch
    {
        < 5 => asOf.AddDays(180 + dice.Between(1, Soon)),
        < 25 when endOfLife is { } date && date != Never => date.AddYears(5),
        _ => null,
    };

    private static (DateOnly?, DateOnly?, string?, string?) Support(DateOnly asOf, ref SeededRandom dice)
    {
        var roll = dice.Roll(100);
        DateOnly? end = roll switch
        {
            < 8 => asOf.AddDays(dice.Between(1, Soon)),
            < 16 => asOf.AddDays(180 + dice.Between(1, Soon)),
            < 40 => asOf.AddDays(dice.Between(Soon + 1, 1_400)),
            < 48 => new DateOnly(2043, 1, 22),
            < 66 => asOf.AddDays(dice.Between(1, Soon) - dice.Pick([90, 180, 365])),
            < 70 => asOf.AddDays(-dice.Between(366, 2_000)),
            _ => null,
        };
        return (end?.AddYears(-3), end, end is null ? null : roll % 2 == 0 ? "Warranty" : "Contract", roll switch
        {
            < 48 => dice.Pick(["Active Warranty", "Active Contract", "Support-Active"]),
            < 70 => dice.Pick(["Expired Flex Support", "Expired Fixed Support"]),
            < 88 => "Warranty Expired - Uncovered Box",
            < 95 => "Uncovered",
            _ => null,
        });
    }

    private static readonly string[] Factories = ["USE3", "CZ2D", "SGH4", "MXQ7", "2M28", "CN7A"];
}
