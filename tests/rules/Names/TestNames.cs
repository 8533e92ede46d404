
namespace OneLead.Rules.Tests.Names;

/// <summary>Generates names for tests.</summary>
internal static class TestNames
{
    public static NameRules Rules { get; } = new([
        "Inc", "Incorporated", "LLC", "LLP", "LP", "Ltd", "Limited", "Corp", "Corporation", "Co", "Company", "PLC", "GmbH", "GmbH & Co. KG",
        "AG", "KG", "SE",
        "S.A.", "S.A. de C.V.", "SAS", "SARL", "S.r.l.", "S.p.A.", "BV", "NV", "AB", "ASA", "Oy", "A/S", "KK", "Pty", "Pte", "Sdn Bhd",
        "株式会社", "合同会社", "有限会社", "合資会社", "(株)", "(有)", "(同)", "有限公司", "股份有限公司", "주식회사"]);

    private static readonly string[] Firsts =
    [
        "Baltimore", "Applied", "Analog", "Pacific", "Northern", "United", "Global", "Franklin", "Summit", "Cascade", "Liberty", "Sterling",
        "Harbor", "Pioneer", "Granite", "Silver", "Golden", "Evergreen", "Atlantic", "Central",
    ];
    private static readonly string[] Seconds =
    [
        "Health", "Materials", "Devices", "Semiconductor", "Energy", "Financial", "Logistics", "Foods", "Systems", "Networks", "Mining",
        "Robotics", "Insurance", "Airlines", "Motors", "Pharma", "Water", "Paper", "Textiles", "Media",
    ];
    private static readonly string[] Thirds =
    [
        "", "Group", "Partners", "Holdings", "Services", "Solutions", "International", "Technologies", "of Ohio", "of Texas", "West",
        "East", "Labs", "Industries",
    ];
    private static readonly string[] Ends = ["", " Inc", ", Inc.", " INC.", " LLC", " Corp", " GmbH", " (inc)", " Ltd."];

    /// <summary>Returns a company name: <c>Granite Energy Holdings 17, Inc.</c></summary>
    public static string Company(Random random)
    {
        var name = string.Join(
            ' ',
            new[]
            {
                Pick(random, Firsts), Syllables(random), Pick(random, Seconds), Pick(random, Thirds)
            }.Where(p => p.Length > 0)) + Pick(random,
            Ends);
        return random.Next(3) == 0 ? name.ToUpperInvariant() : name;
    }

    /// <summary>Returns the name with random typos: letters changed, dropped, doubled or swapped.</summary>
    public static string Misspelled(Random random, string name)
    {
        var letters = name.ToList();
        for (var slips = random.Next(1, 5); slips > 0 && letters.Count > 1; slips--)
        {
            var at = random.Next(letters.Count - 1);
            switch (random.Next(4))
            {
                case 0: letters[at] = (char)('a' + random.Next(26)); break;
                case 1: letters.RemoveAt(at); break;
                case 2: letters.Insert(at, letters[at]); break;
                default: (letters[at], letters[at + 1]) = (letters[at + 1], letters[at]); break;
            }
        }
        return new string([.. letters]);
    }

    private static string Syllables(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => "" + "bcdfgklmnprstvz"[random.Next(15)] + "aeiou"[random.Next(5)]));

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
