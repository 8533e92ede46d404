namespace OneLead.Samples;

/// <summary>Generates names of fictitious companies and people in various spellings.</summary>
internal static class SampleNames
{
    /// <summary>Returns a company without its legal suffix. Different indexes give different names.</summary>
    public static string Company(int seed, long index)
    {
        var dice = new SeededRandom(seed, "company", index);
        // The first word depends on the index, so that companies of a territory are never similar by chance.
        var first = Heads[(index * 7 + dice.Roll(2)) % Heads.Length] + Tails[(index * 3 + index / Heads.Length) % Tails.Length];
        return $"{first} {dice.Pick(Trades)}";
    }

    public static string JapaneseCompany(int seed, long index)
    {
        var dice = new SeededRandom(seed, "japanese", index);
        return JapaneseHeads[index % JapaneseHeads.Length]
            + JapaneseTrades[(index / JapaneseHeads.Length + dice.Roll(3)) % JapaneseTrades.Length];
    }

    public static string Suffix(int seed, long index) => new SeededRandom(seed, "suffix", index).Pick(Suffixes);

    public static string Person(ref SeededRandom dice) => $"{dice.Pick(Given)} {dice.Pick(Heads)}{dice.Pick(Tails)}";

    /// <summary>Returns a spelling of a company. All spellings normalise to one name.</summary>
    public static string Spelled(string company, string suffix, ref SeededRandom dice) => dice.Roll(8) switch
    {
        0 => $"{company.ToUpperInvariant()} {suffix.ToUpperInvariant()}.",
        1 => $"{company}, {suffix}.",
        2 => company,
        3 => $"{company} ({suffix.ToLowerInvariant()})",
        4 => $"{company.ToUpperInvariant()}, {suffix.ToUpperInvariant()}",
        5 => $"{company} {suffix} ",
        _ => $"{company} {suffix}",
    };

    public static string SpelledJapanese(string company, ref SeededRandom dice) => dice.Roll(4) switch
    {
        0 => company + "(株)",
        1 => "株式会社" + company,
        2 => company + "（株）",
        _ => company + "株式会社",
    };

    /// <summary>Returns a name with a similarity of 70 to 84 to another, which is a case for review.</summary>
    public static string Near(string company) => company + (company.Length < 19 ? " Services" : " Laboratories");

    private static readonly string[] Heads =
    [
        "Vel", "Quin", "Bren", "Ost", "Hal", "Tes", "Cor", "Dray", "Fen", "Gar", "Hol", "Iver", "Jor", "Kel", "Lan", "Mor", "Nar", "Orl",
        "Pel", "Ras", "Sel", "Tor", "Ulm", "Wex", "Yar",
    ];
    private static readonly string[] Tails =
    [
        "mora", "tara", "holt", "vik", "vorn", "saly", "vane", "field", "wick", "stead", "burn", "gate", "lund", "mere", "ridge", "dale",
        "ford", "wyn", "gard", "heim", "brook", "ton",
    ];
    private static readonly string[] Trades =
    [
        "Analytics", "Foods", "Marine", "Health", "Robotics", "Textiles", "Energy", "Logistics", "Ceramics", "Optics", "Airways", "Steel",
        "Pharma", "Media", "Insurance", "Railways", "Mining", "Paper", "Semiconductors", "Dairy",
    ];
    private static readonly string[] Suffixes = ["Inc", "LLC", "Ltd", "Corp", "GmbH"];
    private static readonly string[] Given =
    [
        "Ada", "Bo", "Chidi", "Dana", "Emre", "Freya", "Goro", "Hana", "Ilse", "Jun", "Kofi", "Lena", "Mika", "Noor", "Olaf", "Pia", "Rui",
        "Sana", "Tove", "Uma",
    ];
    private static readonly string[] JapaneseHeads = ["青葉野", "若松台", "白樺原", "星野原", "霧島台", "松風", "月見坂", "朝凪", "桜川原", "北斗野", "雪代", "藤波台"];
    private static readonly string[] JapaneseTrades = ["電機", "製薬", "通信", "海運", "食品", "精機", "保険", "物流", "銀行", "鉄道"];
}
