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
    public void Common_forms_are_read(string text, string number) =>
        Assert.Equal(decimal.Parse(number, CultureInfo.InvariantCulture), LenientNumberParser.Parse(text).Value);

    [Theory]
    [InlineData("abc")]
    [InlineData("1 2 x")]
    [InlineData("()")]
    [InlineData("%")]
    [InlineData("$")]
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
    public void Money_has_cents() => Assert.Equal(10.13m, LenientNumberParser.ParseMoney("10.125").Value);

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
