using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using OneLead.Sources.Values;

namespace OneLead.Sources.Tests.Values;

public class LenientDateParserTests
{
    [Theory]
    [InlineData(1, "1900-01-01")]
    [InlineData(59, "1900-02-28")]
    [InlineData(61, "1900-03-01")]
    [InlineData(42186, "2015-07-01")]
    [InlineData(42186.75, "2015-07-01")]
    [InlineData(73050, "2099-12-31")]
    [InlineData(2958465, "9999-12-31")]
    public void Serial_numbers_count_from_1900_with_a_day_that_never_was(double serial, string date) =>
        Assert.Equal(Day(date), LenientDateParser.FromSerial(serial));

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(-3)]
    [InlineData(2958466)]
    [InlineData(double.NaN)]
    public void Outside_the_system_there_is_no_date(double serial) => Assert.Null(LenientDateParser.FromSerial(serial));

    [Theory]
    [InlineData(42186, "2015-07-01")]
    [InlineData(73050, "2099-12-31")]
    [InlineData(2958465, "9999-12-31")]
    [InlineData(20240131, "2024-01-31")]
    public void A_number_in_a_date_column_is_a_date(double number, string date) =>
        Assert.Equal(Parsed<DateOnly>.Of(Day(date)), LenientDateParser.Parse(number));

    [Theory]
    [InlineData(12)]
    [InlineData(150000)]
    [InlineData(20241332)]
    public void An_implausible_number_is_a_problem(double number) => Assert.NotNull(LenientDateParser.Parse(number).Problem);

    [Theory]
    [InlineData("2015-07-01", "2015-07-01")]
    [InlineData("2015-07-01 00:00:00", "2015-07-01")]
    [InlineData("2015-07-01T23:59:59.123Z", "2015-07-01")]
    [InlineData("2015-07-01T23:59:59+09:00", "2015-07-01")]
    [InlineData("2015/7/1", "2015-07-01")]
    [InlineData("20150701", "2015-07-01")]
    [InlineData("42186", "2015-07-01")]
    [InlineData("29/08/2025", "2025-08-29")]
    [InlineData("8/29/2025", "2025-08-29")]
    [InlineData("8/29/2025 1:05:00 PM", "2025-08-29")]
    [InlineData("5/5/2025", "2025-05-05")]
    [InlineData("29.8.2025", "2025-08-29")]
    [InlineData("29-Aug-2025", "2025-08-29")]
    [InlineData("Aug 29, 2025", "2025-08-29")]
    [InlineData("2099-12-31", "2099-12-31")]
    public void Common_forms_are_read(string text, string date) =>
        Assert.Equal(Parsed<DateOnly>.Of(Day(date)), LenientDateParser.Parse(text));

    [Theory]
    [InlineData("3/4/2025")]
    [InlineData("31/31/2024")]
    [InlineData("29/2/2023")]
    [InlineData("3/4/25")]
    [InlineData("soon")]
    [InlineData("Yes")]
    [InlineData("2025-13-01")]
    [InlineData("1/2/3/2025")]
    [InlineData(":")]
    public void What_is_ambiguous_or_no_date_is_a_problem_with_a_reason(string text)
    {
        var date = LenientDateParser.Parse(text);
        Assert.Null(date.Value);
        Assert.NotNull(date.Problem);
    }

    [Theory]
    [InlineData("1801-05-05")]
    [InlineData("5.5.1801")]
    [InlineData("2201-01-01")]
    [InlineData("12/31/9998")]
    [InlineData("18010505")]
    [InlineData("300")]
    public void Texts_have_the_bounds_of_serial_numbers(string text) =>
        Assert.Equal("is not a date between 1950 and 2199", LenientDateParser.Parse(text).Problem);

    [Theory]
    [InlineData("40724", true, "2015-07-01")]
    [InlineData("40724", false, "2011-06-30")]
    [InlineData("20150701", true, "2015-07-01")]
    public void A_serial_number_as_text_counts_like_the_workbook(string text, bool from1904, string date)
    {
        Assert.Equal(Day(date), LenientDateParser.Parse(text, from1904).Value);
        Assert.Equal(Day(date), LenientDateParser.Parse(double.Parse(text, CultureInfo.InvariantCulture), from1904).Value);
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("0001-01-01T00:00:00")]
    [InlineData("1753-01-01")]
    [InlineData("1899-12-30")]
    [InlineData("1900-01-01")]
    [InlineData("01/01/1900")]
    [InlineData("1.1.1900")]
    [InlineData("1970-01-01")]
    [InlineData("0000-00-00")]
    [InlineData("0000-00-00 00:00:00")]
    [InlineData("00/00/0000")]
    [InlineData("00.00.0000")]
    [InlineData("0.0")]
    [InlineData("1.0")]
    [InlineData("N/A")]
    [InlineData("TBD")]
    [InlineData("None")]
    [InlineData("unknown")]
    [InlineData("(null)")]
    [InlineData("")]
    public void A_missing_date_is_no_problem(string text) => Assert.True(LenientDateParser.Parse(text).IsMissing);

    [Fact]
    public void Every_date_of_a_plausible_year_comes_back_from_its_serial_number() =>
        Prop.ForAll(Gen.Choose(0, 91_000).ToArbitrary(), days =>
        {
            var date = new DateOnly(LenientDateParser.FirstYear, 1, 1).AddDays(days);
            if (date == new DateOnly(1970, 1, 1))
                return true;
            var serial = OneLead.Sources.Workbooks.Cell.Of(date).Number;
            return LenientDateParser.Parse(serial).Value == date
                && LenientDateParser.Parse(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Value == date;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_throws() => Prop.ForAll<string?>(text =>
    {
        LenientDateParser.Parse(text);
        LenientNumberParser.Parse(text);
        LenientNumberParser.ParseMoney(text);
        LenientNumberParser.ParseFlag(text);
    }).QuickCheckThrowOnFailure();

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
