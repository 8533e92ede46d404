using System.Globalization;
using OneLead.Sources.Values;

namespace OneLead.Sources.Tests.Values;

public class LenientNumberParserTests
{
    [Theory]
    [InlineData("1234.5", "1234.5")]
    [InlineData("1,234.50", "1234.5")]
    [InlineData("$75,000", "75000")]
    [InlineData("75.000,50 €", "75000.5")]
    [InlineData("1.234.567", "1234567")]
    [InlineData("1,234,567", "1234567")]
    [InlineData("12,5", "12.5")]
    [InlineData("USD 12", "12")]
    [InlineData("12 EUR", "12")]
    [InlineData("(1,200)", "-1200")]
    [InlineData("-3", "-3")]
    [InlineData("45%", "0.45")]
    [InlineData("１２３", "123")]
    [InlineData("1E3", "1000")]
    [InlineData("１，２３４", "1234")]
    [InlineData("￥１２３４", "1234")]
    [InlineData("١٢٣٤", "1234")]
    [InlineData("-$1,200", "-1200")]
    [InlineData("$-1,200", "-1200")]
    [InlineData("$ (1,200)", "-1200")]
    [InlineData("($1,200.00)", "-1200")]
    [InlineData("1,234.50-", "-1234.5")]
    [InlineData("−1,200", "-1200")]
    [InlineData("+5", "5")]
    [InlineData("1'234", "1234")]
    [InlineData("1’234,50", "1234.5")]
    [InlineData("CHF 1'234.50", "1234.5")]
    [InlineData("1 234,50", "1234.5")]
    [InlineData("1\u202F234,50", "1234.5")]
    [InlineData("1 234 567", "1234567")]
    [InlineData("US$ 1,200", "1200")]
    [InlineData("R$ 1.234,56", "1234.56")]
    [InlineData("1,23,456.78", "123456.78")]
    [InlineData("1200,-", "1200")]
    [InlineData("1200 kr", "1200")]
    [InlineData("1,200円", "1200")]
    [InlineData("0.125", "0.125")]
    [InlineData("1234.567", "1234.567")]
    [InlineData(".5", "0.5")]
    public void Common_forms_are_read(string text, string number) =>
        Assert.Equal(decimal.Parse(number, CultureInfo.InvariantCulture), LenientNumberParser.Parse(text).Value);

    [Theory]
    [InlineData("abc")]
    [InlineData("1 2 x")]
    [InlineData("()")]
    [InlineData("%")]
    [InlineData("$")]
    [InlineData("29.08.2025")]
    [InlineData("1.2.3")]
    [InlineData("1.2M")]
    [InlineData("1,2 Mio")]
    [InlineData("12K")]
    [InlineData("=1200")]
    [InlineData("~1200")]
    [InlineData("1200-1500")]
    [InlineData("1,23,4")]
    [InlineData("12 34")]
    [InlineData("(1,200")]
    [InlineData("-(1)")]
    [InlineData("--1")]
    public void What_is_no_number_is_a_problem(string text) => Assert.NotNull(LenientNumberParser.Parse(text).Problem);

    [Fact]
    public void A_cell_is_what_the_sheet_shows() => Assert.Equal(0.1m + 0.2m, LenientNumberParser.Parse(0.1 + 0.2).Value);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    public void A_number_that_is_none_is_a_problem(double number) => Assert.NotNull(LenientNumberParser.Parse(number).Problem);

    [Theory]
    [InlineData("Yes")]
    [InlineData("No")]
    [InlineData("NULL")]
    public void A_cost_of_yes_is_missing(string text) => Assert.True(LenientNumberParser.ParseMoney(text).IsMissing);

    [Fact]
    public void Money_has_cents() => Assert.Equal(1010.13m, LenientNumberParser.ParseMoney("1010.125").Value);

    [Theory]
    [InlineData("1.234", "1.23", "1234")]
    [InlineData("12.500 €", "12.5", "12500")]
    [InlineData("EUR 1.200", "1.2", "1200")]
    [InlineData("1,234", "1234", "1.23")]
    [InlineData("$1,200", "1200", "1200")]
    [InlineData("75.000,50 €", "75000.5", "75000.5")]
    public void The_column_decides_an_ambiguous_amount(string text, string point, string comma)
    {
        Assert.Equal(decimal.Parse(point, CultureInfo.InvariantCulture), LenientNumberParser.ParseMoney(text, DecimalMark.Point).Value);
        Assert.Equal(decimal.Parse(comma, CultureInfo.InvariantCulture), LenientNumberParser.ParseMoney(text, DecimalMark.Comma).Value);
    }

    [Theory]
    [InlineData("1.234", DecimalMark.Unknown)]
    [InlineData("12.500 €", DecimalMark.Unknown)]
    [InlineData("1.234", DecimalMark.Mixed)]
    [InlineData("1,234", DecimalMark.Mixed)]
    public void Without_evidence_an_ambiguous_amount_is_a_problem(string text, DecimalMark mark) =>
        Assert.Contains("may be", LenientNumberParser.ParseMoney(text, mark).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_number_that_is_no_amount_may_have_thousandths() => Assert.Equal(1.234m, LenientNumberParser.Parse("1.234").Value);

    [Theory]
    [InlineData("1,234.50", DecimalMark.Point)]
    [InlineData("12,5", DecimalMark.Comma)]
    [InlineData("1.234.567", DecimalMark.Comma)]
    [InlineData("1,234,567", DecimalMark.Point)]
    [InlineData("0.125", DecimalMark.Point)]
    [InlineData("$1,200", DecimalMark.Point)]
    [InlineData("1.234", DecimalMark.Unknown)]
    [InlineData("1200", DecimalMark.Unknown)]
    public void An_unambiguous_number_tells_the_mark(string text, DecimalMark mark) => Assert.Equal(mark, LenientNumberParser.MarkOf(text));

    [Fact]
    public void A_long_text_is_refused_at_once() => Assert.NotNull(LenientNumberParser.Parse("1" + new string(' ', 30_000) + "1x").Problem);

    [Theory]
    [InlineData("0.4", 0.4)]
    [InlineData("1", 1)]
    [InlineData("40", 0.4)]
    [InlineData("100", 1)]
    [InlineData("40%", 0.4)]
    public void Rates_are_between_0_and_1(string text, double rate) =>
        Assert.Equal((decimal)rate, LenientNumberParser.ToRate(LenientNumberParser.Parse(text)).Value);

    [Theory]
    [InlineData("-0.1")]
    [InlineData("101")]
    public void Other_rates_are_a_problem(string text) =>
        Assert.NotNull(LenientNumberParser.ToRate(LenientNumberParser.Parse(text)).Problem);

    [Theory]
    [InlineData("Yes", true)]
    [InlineData("y", true)]
    [InlineData("NO", false)]
    [InlineData("0", false)]
    [InlineData("1,200", true)]
    public void Flags_are_read(string text, bool flag) => Assert.Equal(flag, LenientNumberParser.ParseFlag(text).Value);

    [Fact]
    public void A_whole_number_has_no_fraction() => Assert.NotNull(LenientNumberParser.ToInteger(LenientNumberParser.Parse("1.5")).Problem);
}
