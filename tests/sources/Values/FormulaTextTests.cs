using OneLead.Sources.Values;

namespace OneLead.Sources.Tests.Values;

public class FormulaTextTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\tx")]
    [InlineData("\rx")]
    [InlineData("\nx")]
    [InlineData("\n\n=1")]
    [InlineData("\u00A0=1")]
    [InlineData("\u3000 +1")]
    [InlineData("\u200B\uFEFF@x")]
    [InlineData("\u0000=1")]
    [InlineData("＝1")]
    [InlineData("＋1")]
    [InlineData("－1")]
    [InlineData("＠x")]
    [InlineData(" ＝1")]
    [InlineData("\uFE0F=1")]
    [InlineData("\u034F=1")]
    [InlineData("\u180B\u115F\u3164=1")]
    [InlineData("\U000E0001=1")]
    [InlineData("\U000E0100@x")]
    [InlineData("﹦1")]
    [InlineData("﹢1")]
    [InlineData("﹣1")]
    [InlineData("﹫x")]
    [InlineData("⁼1")]
    [InlineData("⁺1")]
    [InlineData("₋1")]
    [InlineData("−1")]
    public void A_text_that_a_spreadsheet_may_run_gets_an_apostrophe(string text) => Assert.Equal("'" + text, FormulaText.Escape(text));

    // Not theories: attributes cannot hold such texts.
    [Fact]
    public void A_noncharacter_before_a_sign_does_not_hide_it() => Assert.Equal("'\uFFFE=1", FormulaText.Escape("\uFFFE=1"));

    [Fact]
    public void A_broken_text_stays() => Assert.Equal("\uD800=1", FormulaText.Escape("\uD800=1"));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a=1")]
    [InlineData("1-2")]
    [InlineData("\u00A0x")]
    [InlineData("株式会社")]
    [InlineData("'=1")]
    [InlineData("é=1")]
    [InlineData("①=1")]
    [InlineData("😀=1")]
    public void Other_texts_stay(string text) => Assert.Equal(text, FormulaText.Escape(text));
}
