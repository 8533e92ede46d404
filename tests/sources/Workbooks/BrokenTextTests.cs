using OneLead.Events;
using OneLead.Values;

namespace OneLead.Sources.Tests.Workbooks;

/// <summary>A cell can hold half a surrogate pair as an escape, <c>_xD800_</c>. It costs its value or its row, not the workbook.</summary>
public class BrokenTextTests
{
    [Fact]
    public void A_broken_id_costs_its_row_and_a_broken_text_its_value()
    {
        var (events, report) = TestWorkbook.Read(TestWorkbook.File(
            TestWorkbook.Row("Serial_Number_Id", "Territory ID", "Product_Name", "Extra _xDC00_")
            + TestWorkbook.Row("１_xD800_", "7", "DL380", "a")
            + TestWorkbook.Row("S2", "7", "１_xD800_", "_xDFFF_")
            + TestWorkbook.Row("S3", "7", "_xD83D__xDE00_", "b")));
        Assert.Equal(["hpe:S2", "hpe:S3"], events.Select(e => e.Entity));
        Assert.Equal(FieldValue.Of("😀"), events[1].Data["productName"]);
        Assert.Equal((1, 2), (report.Refused, report.Values));
        Assert.All(report.Errors, e => Assert.Equal(UnpairedSurrogates.Reason, e.Reason));
        Assert.Contains(report.Errors, e => (e.Row, e.Value, e.Refused) == (2, "１\uFFFD", true));
        Assert.All(events, e => Assert.Empty(EventSchema.Check(e.Kind, e.Data)));
    }

    [Fact]
    public void A_broken_service_costs_its_row()
    {
        var (events, report) = TestWorkbook.Read(TestWorkbook.File(
            TestWorkbook.Row("Practice", "Sub-Practice", "Services") + TestWorkbook.Row("P", "S", "Backup")
            + TestWorkbook.Row("", "", "Broken _xD800_"), sheetName: "Services"));
        Assert.Single(events);
        Assert.Equal(UnpairedSurrogates.Reason, Assert.Single(report.Errors).Reason);
    }

    // Not a theory: attributes cannot hold such texts.
    [Fact]
    public void Half_a_pair_is_found_in_a_text()
    {
        Assert.False(UnpairedSurrogates.AreIn("a😀b"));
        foreach (var text in (string[])["a\ud800", "\ud800a", "\udc00\ud800", "😀\udc00"])
            Assert.True(UnpairedSurrogates.AreIn(text));
    }

    [Theory]
    [InlineData("""{"a":"\ud83d\ude00 \\ud800 \\\\ud800"}""", null)]
    [InlineData("""{"a":"\ud800"}""", """{"a":"\ufffd"}""")]
    [InlineData("""["\uDC00\uD800\uD83D\uDE00\ud83d"]""", """["\ufffd\ufffd\uD83D\uDE00\ufffd"]""")]
    [InlineData("""["\\\ud800","\ud80"]""", """["\\\ufffd","\ud80"]""")]
    public void Half_a_pair_is_replaced_in_a_JSON_text(string json, string? replaced)
    {
        Assert.Equal(replaced is not null, UnpairedSurrogates.AreInJson(json));
        Assert.Equal(replaced ?? json, UnpairedSurrogates.ReplaceInJson(json));
    }
}
