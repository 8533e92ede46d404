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
    public void A_text_that_a_spreadsheet_may_run_gets_an_apostrophe(string text) => Assert.Equal("'" + text, FormulaText.Escape(text));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a=1")]
    [InlineData("1-2")]
    [InlineData("\u00A0x")]
    [InlineData("株式会社")]
    [InlineData("'=1")]
    public void Other_texts_stay(string text) => Assert.Equal(text, FormulaText.Escape(text));
}
