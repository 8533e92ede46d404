using FsCheck;
using FsCheck.Fluent;
using N = OneLead.Rules.AccountNames;

namespace OneLead.Rules.Tests.Names;

public class NormaliseTests
{
    private static string Normalise(string raw) => N.Normalise(raw, TestNames.Rules);

    [Theory]
    [InlineData("APPLE INC.", "apple")]
    [InlineData("Apple Inc", "apple")]
    [InlineData("apple", "apple")]
    [InlineData("  Ａｐｐｌｅ，　Ｉｎｃ．  ", "apple")]
    [InlineData("Apple® Inc", "apple")]
    [InlineData("Apple™", "apple")]
    [InlineData("Apple Computer Inc", "apple computer")]
    [InlineData("Baltimore City Public School Systems (inc)", "baltimore city public school systems")]
    [InlineData("Baltimore city public Schools", "baltimore city public schools")]
    [InlineData("Antofagasta Minerals S.A.", "antofagasta minerals")]
    [InlineData("Grupo Bimbo, S.A. de C.V.", "grupo bimbo")]
    [InlineData("Varian Semiconductor Equipment Associates, Inc.", "varian semiconductor equipment associates")]
    [InlineData("Analog Devices Global LLC", "analog devices global")]
    [InlineData("Sony Group Co., Ltd.", "sony group")]
    [InlineData("Müller & Söhne GmbH & Co. KG", "muller sohne")]
    [InlineData("Société Générale S.A.", "societe generale")]
    [InlineData("Straße AG", "strasse")]
    [InlineData("Ørsted A/S", "orsted")]
    [InlineData("O'Brien Ltd", "obrien")]
    [InlineData("O’Brien Ltd", "obrien")]
    [InlineData("AT&T", "at t")]
    [InlineData("3M Company", "3m")]
    [InlineData("日本ヒューレット・パッカード合同会社", "日本ヒューレット パッカード")]
    [InlineData("東京海上日動火災保険(株)", "東京海上日動火災保険")]
    [InlineData("東京海上日動火災保険㈱", "東京海上日動火災保険")]
    [InlineData("株式会社日立製作所", "日立製作所")]
    [InlineData("(株)日立製作所", "日立製作所")]
    [InlineData("ﾊﾟﾅｿﾆｯｸ 株式会社", "パナソニック")]
    [InlineData("日本銀行", "日本銀行")]
    [InlineData("삼성전자 주식회사", "삼성전자")]
    public void Spellings_fold_to_one_form(string raw, string expected) => Assert.Equal(expected, Normalise(raw));

    [Fact]
    public void Only_latin_letters_lose_their_marks()
    {
        Assert.NotEqual(Normalise("かき"), Normalise("がき"));
        Assert.NotEqual(Normalise("ハハ"), Normalise("パパ"));
        Assert.NotEqual(Normalise("Май"), Normalise("Маи"));
        Assert.Equal(Normalise("Cafe\u0301"), Normalise("CAFÉ"));
        Assert.Equal("が", Normalise("か\u3099"));
    }

    [Theory]
    [InlineData("Inc.", "inc")]
    [InlineData("Co., Ltd.", "co ltd")]
    [InlineData("株式会社", "株式会社")]
    [InlineData("!?", "!?")]
    [InlineData(" - ", "-")]
    public void A_name_of_only_a_suffix_or_punctuation_is_kept(string raw, string expected) => Assert.Equal(expected, Normalise(raw));

    [Theory]
    [InlineData("Incyte", "incyte")]
    [InlineData("Costco", "costco")]
    [InlineData("AG Edwards", "ag edwards")]
    [InlineData("Tesco Bank", "tesco bank")]
    [InlineData("株主優待", "株主優待")]
    public void A_suffix_is_removed_only_as_a_separate_word(string raw, string expected) => Assert.Equal(expected, Normalise(raw));

    [Fact]
    public void A_blank_name_is_empty() => Assert.Equal("", Normalise(" \t\u3000\u200B"));

    // Each code unit, also half a surrogate pair, and each noncharacter beyond them.
    [Fact]
    public void Every_code_point_can_stand_in_a_name()
    {
        foreach (var text in Enumerable.Range(0, 0x10000).Select(c => ((char)c).ToString())
            .Concat(Enumerable.Range(1, 16).SelectMany(p => (int[])[(p << 16) | 0xFFFE, (p << 16) | 0xFFFF])
                .Select(char.ConvertFromUtf32)))
        {
            Assert.NotEmpty(Normalise($"Ä{text}b"));
            AccountNames.WithoutUmlauts($"Ä{text}b", new NameRules([]));
        }
    }

    [Theory]
    [InlineData(0xFFFE)]
    [InlineData(0xFFFF)]
    [InlineData(0xFDD0)]
    [InlineData(0x1FFFE)]
    [InlineData(0x10FFFF)]
    public void A_noncharacter_is_no_part_of_a_name(int codePoint) =>
        Assert.Equal(Normalise("Acme"), Normalise($"Ac{char.ConvertFromUtf32(codePoint)}me Inc."));

    [Fact]
    public void Normalising_is_idempotent() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000).WithReplay(1, 3), Prop.ForAll(Anything(), raw =>
        {
            var once = Normalise(raw);
            return Normalise(once) == once && (once.Length > 0 || N.Normalise(raw, new NameRules([])).Length == 0);
        }));

    // Letters with and without marks, legal forms, punctuation, invisible characters and unpaired surrogates in any order.
    private static Arbitrary<string> Anything()
    {
        var piece = Gen.OneOf(
            Gen.Elements(
                "Inc", " inc.", "(株)", "㈱", "㍿", "株式会社", "株", "GmbH", " & Co. KG", "S.A.", "ß", "ẞ", "İ", "ı", "Å", "é", "\u0301", "\u3099",
                "\u309A", "か", "ｶﾞ", "ハ", "й", "ς", "Σ", "ﬁ", "Ⅳ", "½", "™", "\uD83D", "😀", "\u200D", "\u20E3", "'", ".", " ", "\u3000",
                "-", "!", "각", "ᄀ", "ᅡ", "ค", "ุ", "Ǆ", "ŉ", "ͅ", "´", "¨", "ﷺ", "〱", "゛", "ﾞ"),
            ArbMap.Default.GeneratorFor<char>().Select(c => c.ToString()),
            Gen.Choose(0x20, 0xFFFF).Select(c => ((char)c).ToString()),
            Gen.Choose('a', 'z').Select(c => ((char)c).ToString()));
        return Arb.From(piece.ListOf().Select(string.Concat));
    }
}
