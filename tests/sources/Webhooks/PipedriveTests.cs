using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Testing.Senders;
using static OneLead.Testing.Senders.PipedriveSender;

namespace OneLead.Sources.Tests.Webhooks;

public class PipedriveTests
{
    [Theory]
    [InlineData("2026-03-02T10:30:00.250Z", 250)]
    [InlineData("2026-03-02T11:30:00.250+01:00", 250)]
    [InlineData("1772447400", 0)]
    public void The_time_is_ISO_or_ten_digits(string timestamp, int milliseconds) =>
        Assert.Equal(Sender.Now.AddMilliseconds(milliseconds - 250),
            Record(Body("change", "deal", 7, timestamp, new { id = 7 })).OccurredAt);

    [Fact]
    public void A_change_is_the_whole_object()
    {
        var record = Record(Body("change", "deal", 7, "1772447400",
            new { title = "A", custom_fields = new { d4de = new { type = "monetary", value = 5 } } }, message: 3));
        Assert.Equal(
            new SourceRecord("crm", "deal", "7", RecordChange.Full, DateTimeOffset.FromUnixTimeSeconds(1772447400),
                "0c7e5e3a-3:deal:7:1772447400", EventData.Of(
                ("title", FieldValue.Of("A")), ("custom_fields.d4de.type", FieldValue.Of("monetary")),
                ("custom_fields.d4de.value", FieldValue.Of(5m)))),
            record);
    }

    [Fact]
    public void A_deletion_has_no_data() =>
        Assert.Equal((RecordChange.Removed, EventData.Empty),
            (Record(Body("delete", "deal", 7, "1772447400", null)).Change, Record(Body("delete", "deal", 7, "1772447400", null)).Fields));

    [Fact]
    public void A_change_without_data_is_a_gap() =>
        Assert.Equal(RecordChange.Gap, Record(Body("change", "deal", 7, "1772447400", null)).Change);

    [Fact]
    public void A_merge_names_the_winner()
    {
        var record = Record(Body("delete", "organization", 7, "1772447400", null, mergedTo: 9));
        Assert.Equal(("7", RecordChange.Merged, EventData.Of((SourceRecord.MergedInto, FieldValue.Of("9")))),
            (record.Id, record.Change, record.Fields));
    }

    [Fact]
    public void The_attempt_is_no_identity() =>
        Assert.Equal(Record(Body("change", "deal", 7, "1772447400", new { id = 7 })).SourceId,
            Record(Body("change", "deal", 7, "1772447400", new { id = 7 }, attempt: 4)).SourceId);

    [Fact]
    public void Another_version_is_malformed() =>
        Assert.NotNull(DecodingTests.Decode(Sender.Of("pipedrive")
            .Send("""{"v":1,"meta":{"action":"updated","object":"deal","id":7},"current":{}}"""u8.ToArray()), "pipedrive").Malformed);

    private static SourceRecord Record(byte[] body) => DecodingTests.Record(Sender.Of("pipedrive").Send(body), "pipedrive");
}
