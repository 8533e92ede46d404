using OneLead.Sources.Values;

namespace OneLead.Sources.Tests.Values;

public class LenientTextTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u00A0")]
    [InlineData("(null)")]
    [InlineData("NULL")]
    [InlineData("null")]
    [InlineData("nan")]
    [InlineData("NaN ")]
    [InlineData("#")]
    [InlineData("-")]
    [InlineData("NOT AVAILABLE")]
    [InlineData("not available")]
    [InlineData("NOT AUAILABLE")]
    [InlineData("#N/A")]
    [InlineData("#REF!")]
    [InlineData("N/A")]
    [InlineData("n.a.")]
    [InlineData("--")]
    public void Markers_for_nothing_are_missing(string? raw) => Assert.Null(LenientText.Clean(raw));

    [Theory]
    [InlineData("  Apple  Inc. ", "Apple  Inc.")]
    [InlineData("Aruba\u00A0AP-325", "Aruba AP-325")]
    [InlineData("nano", "nano")]
    [InlineData("None", "None")]
    [InlineData("#1", "#1")]
    [InlineData("東京 ", "東京")]
    public void Text_keeps_its_spelling_and_loses_blanks_around_it(string raw, string text) => Assert.Equal(text, LenientText.Clean(raw));

    [Theory]
    [InlineData(56088.0, "56088")]
    [InlineData(110085660, "110085660")]
    [InlineData(104164014992, "104164014992")]
    [InlineData(0, "0")]
    [InlineData(1.5, "1.5")]
    [InlineData(-7, "-7")]
    public void An_id_that_became_a_number_is_its_digits(double number, string id) => Assert.Equal(id, LenientText.FromNumber(number));
}
