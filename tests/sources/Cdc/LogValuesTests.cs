using OneLead.Events;
using OneLead.Sources.Cdc;

namespace OneLead.Sources.Tests.Cdc;

public class LogValuesTests
{
    public static TheoryData<string?, uint, FieldValue> Values => new()
    {
        { null, 25, FieldValue.Null },
        { "t", 16, FieldValue.Of(true) },
        { "17", 23, FieldValue.Of(17) },
        { "1e3", 701, FieldValue.Of(1000) },
        { "NaN", 1700, FieldValue.Of("NaN") },
        { "1000.50", 1700, FieldValue.Of(1000.50m) },
        { "2026-01-31", 1082, FieldValue.Of("2026-01-31") },
        { "2026-01-31 09:00:00.5+00", 1184, FieldValue.Of("2026-01-31T09:00:00.5Z") },
        { "2026-01-31 09:00:00", 1114, FieldValue.Of("2026-01-31T09:00:00") },
        { "infinity", 1184, FieldValue.Null },
        { "-infinity", 1082, FieldValue.Null },
        { "0044-03-15 BC", 1082, FieldValue.Null },
        { "4713-01-01 00:00:00+00 BC", 1184, FieldValue.Null },
        { "{\"a\": 1}", 3802, FieldValue.Json("{\"a\": 1}") },
        { "00123", 25, FieldValue.Of("00123") },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void PostgreSQLs_texts_become_values_of_their_types(string? text, uint type, FieldValue expected) =>
        Assert.Equal(expected, LogValues.Read(text, type));

    [Fact]
    public void A_line_of_a_copy_is_read_with_its_escapes()
    {
        var values = LogValues.ReadLine("1\t\\N\t\ta\\tb\\nc\\\\d\\re\t\\\\N", 5);
        Assert.Equal(["1", null, "", "a\tb\nc\\d\re", "\\N"], values.Select(v => v.Text));
    }
}
