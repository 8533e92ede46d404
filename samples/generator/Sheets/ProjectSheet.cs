using System.Globalization;
using OneLead.Sources.Workbooks;

namespace OneLead.Samples.Sheets;

/// <summary>The sheet of projects: 44 columns, most of them with markers for missing values, and blank rows at the end.</summary>
internal static class ProjectSheet
{
    /// <summary>One row in this many has no id, and one has the id of the row before.</summary>
    public const int DirtEvery = 97;

    public static SampleSheet Of(SampleWorld world) => new("A&PS Project sample", () => Rows(world));

    public static string IdOf(int index) => $"JP3-{"JKSW"[index % 4]}{index:0000}";

    public static string CustomerIdOf(SampleWorld world, int index) =>
        (110_100_000 + 37 * world.Dice("project", index).Roll(world.Customers)).ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<Cell[]> Rows(SampleWorld world)
    {
        yield return SampleSheet.Texts("Import_Date", "Last Refresh Date", "PV302", "PRJ L04 BA Name", "Profit Center", "Country ID",
            "Country", "PRJ Practice", "PRJ Function", "PRJ Business Area", "PRJ Segment",
            "PRJ Profit Center", "PRJ Region", "PRJ Geo", "Project", "Health", "PRJ Description", "PRJ Siebel ID", "PRJ Customer",
            "PRJ Customer ID", "PRJ Resp Person", "PRJ Resp Person ID", "PRJ Industry Code",
            "PRJ Resp Cost Center", "PRJ Status Description", "PRJ Admin", "PRJ System Status", "PRJ Contract Terms",
            "PRJ Revenue Recognition", "PRJ Start Date", "PRJ End Date", "PRJ Size", "PRJ Size Sort", "PRJ Length",
            "PRJ Length Sort", "PRJ Days", "PRJ Financial Status", "PRJ Stage Status", "WBS Project Type", "Packaged Services Flag",
            "Account ST Name", "3rd Party Svc Cost", "3rd Party Mat Cost", "Labor Cost");
        for (var i = 0; i < world.Projects; i++)
            yield return Row(world, i);
        for (var i = 0; i < world.Projects / 9; i++)
            yield return [];
    }

    private static Cell[] Row(SampleWorld world, int index)
    {
        var dice = world.Dice("project row", index);
        var customer = CustomerIdOf(world, index);
        var company = SampleNames.JapaneseCompany(world.Seed, long.Parse(customer, CultureInfo.InvariantCulture) / 37);
        // For some projects "ended within 730 days" becomes false within 30 days.
        var end = dice.Chance(5) ? world.AsOf.AddDays(dice.Between(1, 30) - 730) : world.AsOf.AddDays(dice.Between(-2_500, 200));
        var days = dice.Between(20, 900);
        var (size, sort) = dice.Pick(Sizes);
        var closed = end < world.AsOf;
        var stamp = Cell.Of(world.AsOf.AddDays(dice.Chance(75) ? -128 : -9));
        var none = Cell.Of("-");
        return
        [
            stamp, stamp, none, Cell.Of("Advisory & Professional Services"), Cell.Of("P1559"), Cell.Of("JP"), Cell.Of("Japan"),
            Cell.Of(dice.Pick(Practices)), none, dice.Chance(17) ? Cell.Of(6000) : Cell.Of(dice.Pick(Areas)), none,
            Cell.Of("P1559"), Cell.Of("Japan"), Cell.Of("Japan"), Id(index), Cell.Of(dice.Chance(2) ? "Red" : "NULL"),
            Cell.Of($"Project {index:00000}"), Siebel(ref dice), Cell.Of(SampleNames.SpelledJapanese(company, ref dice)),
            Cell.Of(double.Parse(customer, CultureInfo.InvariantCulture)), Cell.Of(SampleNames.Person(ref dice)),
            Cell.Of($"P {dice.Roll(200):00000}"), Cell.Of("#"), Cell.Of("89CI8G4102"), Cell.Of("#"), Cell.Of(SampleNames.Person(ref dice)),
            Cell.Of(closed ? "CLSD" : dice.Pick(["REL", "REL", "CRTD"])), Cell.Of("FP"), Cell.Of("PP"), Cell.Of(end.AddDays(-days)),
            Cell.Of(end), Cell.Of(size), sort == 0 ? none : Cell.Of(sort),
            Cell.Of(days < 366 ? "< 1 yr" : days < 731 ? "1 - 2 yrs" : "> 2yrs"), Cell.Of(days < 366 ? 1 : days < 731 ? 2 : 3),
            Cell.Of(days), Cell.Of(dice.Pick(["G", "G", "G", "R", "Y", "NULL"])),
            Cell.Of(closed ? dice.Chance(4) ? "LOST" : "C" : dice.Pick(["S", "OC", "I"])), Cell.Of(dice.Pick(["B", "C"])), Cell.Of("No"),
            Cell.Of("NULL"), YesNo(ref dice, 35), YesNo(ref dice, 4), YesNo(ref dice, 97),
        ];
    }

    private static Cell Id(int index) => (index % DirtEvery) switch
    {
        40 => Cell.Of(index % 2 == 0 ? "#" : "NOT AVAILABLE"),
        50 => Cell.Of(IdOf(index - 1)),
        _ => Cell.Of(IdOf(index)),
    };

    private static Cell Siebel(ref SeededRandom dice) => Cell.Of(dice.Roll(100) switch
    {
        < 41 => "NOT AVAILABLE",
        < 49 => "#",
        < 51 => "NOT AUAILABLE",
        _ => $"OPE-00{dice.Between(10_000_000, 15_999_999)}",
    });

    private static Cell YesNo(ref SeededRandom dice, int percent) => Cell.Of(dice.Chance(1) ? "NULL" : dice.Chance(percent) ? "Yes" : "No");

    private static readonly (string, int)[] Sizes =
    [
        ("<$50k", 1), ("<$50k", 1), ("<$50k", 1), ("$50k-$500k", 2), ("$500k-$1M", 3), ("$1M - $5M", 4), ("-", 0),
    ];
    private static readonly string[] Practices = ["CLD & PLT", "CLD & PLT", "NTWK & CYB", "AI & D", "Other"];
    private static readonly string[] Areas = ["G400", "1Z00", "5V00", "6C00", "GD00"];
}
