using System.Collections.Frozen;

namespace OneLead.Rules;

/// <summary>
/// Decides whether the difference of two similar names tells two companies apart. <c>Plant 1 Foods</c> and <c>Plant 2 Foods</c>
/// are 92 of 100 alike and two accounts; <c>Northern Energy Partner</c> and <c>Northern Energy Partners</c> are one.
/// </summary>
public static class NameDifference
{
    private const char FirstOutsideLatin = '\u2E80';
    private const int ShortWord = 5, LongWord = 8;

    /// <summary>What tells the names apart, as the end of a sentence; null if they only differ in spelling.</summary>
    public static string? Of(string normalised, string other)
    {
        if (normalised == other)
            return null;
        if (!Numbers(normalised).SequenceEqual(Numbers(other)))
            return "their numbers differ";
        if (Joined(normalised) == Joined(other))
            return null;
        if (normalised.Any(c => c >= FirstOutsideLatin) || other.Any(c => c >= FirstOutsideLatin))
            return "a character differs";
        return OfWords(normalised.Split(' '), other.Split(' '));
    }

    private static string? OfWords(string[] words, string[] others)
    {
        if (words[0] != others[0])
            return "their first words differ";
        var (only, onlyOther) = (Without(words, others), Without(others, words));
        if (Joined(string.Concat(only)) == Joined(string.Concat(onlyOther)))
            return null;
        if (only.Count != onlyOther.Count)
            return "one has a word that the other lacks";
        foreach (var (word, otherWord) in only.Zip(onlyOther))
        {
            if (Distinguishing.Contains(word) || Distinguishing.Contains(otherWord))
                return "a place, a direction or an ordinal differs";
            if (!IsMisspelling(word, otherWord))
                return "a word differs";
        }
        return null;
    }

    // The words that the other name does not have, in order. Articles and prepositions do not count.
    private static List<string> Without(string[] words, string[] others)
    {
        var left = others.ToList();
        return [.. words.Where(w => !left.Remove(w) && !Small.Contains(w))];
    }

    // Prolonged vowels of Japanese words are written or not.
    private static string Joined(string name) => string.Concat(name.Where(c => c is not (' ' or 'ー')));

    private static IEnumerable<string> Numbers(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            var start = i;
            while (i < name.Length && char.IsDigit(name[i]))
                i++;
            if (i > start)
                yield return name[start..i];
        }
    }

    private static bool IsMisspelling(string one, string other)
    {
        var shorter = Math.Min(one.Length, other.Length);
        if (one[0] != other[0])
            return false;
        if (Singular(one) == Singular(other))
            return true;
        return shorter >= ShortWord && Distance(one, other) <= (shorter >= LongWord ? 2 : 1);
    }

    private static string Singular(string word) =>
        word.EndsWith("ies", StringComparison.Ordinal) ? word[..^3] + "y"
        : word.Length > 3 && word.EndsWith('s') ? word[..^1]
        : word;

    // Edits that change, add or drop a letter, or swap two neighbours.
    private static int Distance(string one, string other)
    {
        var rows = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= other.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= other.Length; j++)
            {
                var change = rows[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(change, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }
        return rows[one.Length, other.Length];
    }

    private static FrozenSet<string> Words(string words) =>
        words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Small = Words(
        "the of for de der die das des du la le les los las el al dei della do da van von");

    // Words of a letter or two from others of them are the ones that matter; longer differences are no misspellings anyway.
    private static readonly FrozenSet<string> Distinguishing = Words("""
        north south east west northern southern eastern western northeast northwest southeast southwest central upper lower
        inner outer old new great greater major minor
        first second third fourth fifth sixth seventh eighth ninth tenth primary secondary
        one two three four five six seven eight nine ten eleven twelve
        africa african america american asia asian europe european eurasia oceania australasia antarctica arctic atlantic
        pacific baltic balkan
        afghanistan albania algeria andorra angola argentina armenia australia australian austria austrian azerbaijan bahamas
        bahrain bangladesh barbados belarus belgium belize benin bhutan bolivia bosnia botswana brazil brasil brunei bulgaria
        burundi cambodia cameroon canada chad chile china colombia columbia comoros congo croatia cuba cyprus czech czechia
        denmark djibouti dominica dominican ecuador egypt england eritrea estonia ethiopia fiji finland france gabon gambia
        georgia germany ghana greece grenada guatemala guinea guyana guiana haiti honduras hungary iceland india indiana
        indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya korea kosovo kuwait laos latvia lebanon
        lesotho liberia libya liechtenstein lithuania luxembourg macedonia madagascar malawi malaysia maldives mali malta
        mauritania mauritius mexico moldova monaco mongolia montenegro morocco mozambique myanmar namibia nepal netherlands
        nicaragua niger nigeria norway oman pakistan palestine panama paraguay peru philippines poland portugal qatar romania
        russia rwanda samoa scotland senegal serbia singapore slovakia slovenia somalia spain sudan suriname sweden switzerland
        syria taiwan tajikistan tanzania thailand togo tonga tunisia turkey turkiye turkmenistan uganda ukraine uruguay
        uzbekistan vanuatu venezuela vietnam wales yemen zambia zimbabwe
        alabama alaska arizona arkansas california carolina colorado connecticut dakota delaware florida hawaii idaho illinois
        iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska
        nevada hampshire jersey york ohio oklahoma oregon pennsylvania rhode tennessee texas utah vermont virginia washington
        wisconsin wyoming alberta manitoba ontario quebec saskatchewan queensland tasmania victoria
        hokkaido tohoku kanto chubu chugoku kansai kinki kyushu shikoku hokuriku tokai aomori iwate miyagi akita yamagata
        fukushima ibaraki tochigi gunma saitama chiba tokyo kanagawa niigata toyama ishikawa fukui yamanashi nagano gifu
        shizuoka aichi mie shiga kyoto osaka hyogo nara wakayama tottori shimane okayama hiroshima yamaguchi tokushima kagawa
        ehime kochi fukuoka saga nagasaki kumamoto oita miyazaki kagoshima okinawa nagoya sapporo sendai yokohama kawasaki kobe
        anhui beijing chongqing fujian gansu guangdong guangxi guizhou hainan hebei heilongjiang henan hubei hunan jiangsu
        jiangxi jilin liaoning nanjing ningxia qinghai shaanxi shandong shanghai shanxi sichuan tianjin tibet xinjiang yunnan
        zhejiang hangzhou suzhou xuzhou shenzhen guangzhou hongkong macau
        london boston bolton bristol preston brighton birmingham manchester leeds sheffield glasgow edinburgh cardiff swansea
        dublin
        berlin hamburg homburg munich bremen dresden leipzig hanover hannover bonn bochum freiburg freiberg marburg magdeburg
        augsburg wurzburg salzburg strasbourg regensburg nuremberg bamberg limburg luneburg oldenburg duisburg paris parma lyon
        leon marseille toulouse bordeaux lille nantes madrid barcelona valencia valence palencia seville bilbao granada lisbon
        porto rome roma milan milano turin torino naples napoli genoa verona vienna wien linz graz geneva zurich bern basel
        brussels antwerp ghent amsterdam rotterdam utrecht warsaw krakow prague budapest bucharest belgrade zagreb sofia athens
        istanbul ankara izmir moscow kiev kyiv minsk riga tallinn vilnius oslo bergen stockholm gothenburg malmo helsinki
        tampere copenhagen aarhus delhi mumbai madras bangalore chennai kolkata hyderabad pune jakarta manila bangkok hanoi
        seoul busan pusan taipei dubai doha riyadh jeddah cairo tunis lagos nairobi
        houston austin dallas denver detroit chicago cleveland columbus atlanta miami orlando tampa seattle portland phoenix
        tucson memphis nashville charlotte richmond baltimore philadelphia pittsburgh toronto montreal vancouver calgary
        edmonton ottawa winnipeg melbourne sydney brisbane perth adelaide auckland wellington bogota caracas lima quito santiago
        """);
}
