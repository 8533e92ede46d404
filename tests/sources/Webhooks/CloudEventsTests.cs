using System.Text;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Testing.Senders;
using OneLead.Sources.Webhooks;
using static OneLead.Testing.Senders.CloudEventsSender;

namespace OneLead.Sources.Tests.Webhooks;

public class CloudEventsTests
{
    private const string Type = "com.example.deal.updated", Key = "ce-00112233445566778899aabbccddeeff";

    private static readonly SourceRecord Expected =
        new("crm", Type, "d-1", RecordChange.Partial, Sender.Now, "~2Fcrm~2Feu:e-1",
            EventData.Of(("amount", FieldValue.Of(5m)), ("owner.id", FieldValue.Of(2m))));

    private static readonly object Data = new { amount = 5, owner = new { id = 2 } };

    [Fact]
    public void The_three_modes_carry_the_same_event()
    {
        var json = Event("e-1", Type, Sender.Now, Data, "d-1");
        Assert.Equal(Expected, Record(Structured(One(json), Key, "application/cloudevents+json")));
        Assert.Equal([Expected, Expected],
            DecodingTests.Records(Structured(Batch(json, json), Key, "application/cloudevents-batch+json; charset=utf-8"), "cloudevents"));
        Assert.Equal(Expected, Record(Binary(
            One(Data), Key, ("id", "e-1"), ("source", "/crm/eu"), ("specversion", "1.0"), ("type", Type), ("subject", "d-1"),
            ("time", "2026-03-02T10:30:00.25Z"))));
    }

    [Fact]
    public void Attributes_in_headers_are_percent_encoded() =>
        Assert.Equal("Größe 1%", Record(Binary(One(Data), Key, ("id", "e-1"), ("source", "s"), ("specversion", "1.0"), ("type", Type),
            ("subject", "Gr%C3%B6%C3%9Fe%201%25"))).Id);

    [Theory]
    [InlineData("id")]
    [InlineData("source")]
    [InlineData("specversion")]
    [InlineData("type")]
    public void The_four_attributes_are_required(string attribute)
    {
        var json = Event("e-1", Type, Sender.Now, Data);
        json.Remove(attribute);
        Assert.Contains(attribute, DecodingTests.Decode(Structured(One(json), Key, "application/cloudevents+json"),
            "cloudevents").Malformed, StringComparison.Ordinal);
    }

    [Fact]
    public void The_id_is_the_subject_or_that_of_the_data()
    {
        Assert.Equal("7", Record(Structured(One(Event("e", Type, Sender.Now, new { id = 7 })), Key, "application/cloudevents+json")).Id);
        Assert.Equal("", Record(Structured(One(Event("e", Type, Sender.Now, new { })), Key, "application/cloudevents+json")).Id);
    }

    [Theory]
    [InlineData("com.example.deal.deleted", RecordChange.Removed)]
    [InlineData("com.example.deal.deleted.v2", RecordChange.Removed)]
    [InlineData("deal_removed", RecordChange.Removed)]
    [InlineData("com.example.deal.created", RecordChange.Partial)]
    [InlineData("deleted.items.deal.updated", RecordChange.Partial)]
    public void The_type_says_when_it_is_gone(string type, RecordChange change) =>
        Assert.Equal(change, Record(Structured(One(Event("e", type, Sender.Now, Data)), Key, "application/cloudevents+json")).Change);

    [Fact]
    public void Data_in_base64_and_without_data_are_read()
    {
        var json = Event("e-1", Type, Sender.Now, null, "d-1");
        json.Remove("data");
        Assert.Equal(EventData.Empty, Record(Structured(One(json), Key, "application/cloudevents+json")).Fields);
        json["data_base64"] = Convert.ToBase64String(One(Data));
        Assert.Equal(Expected, Record(Structured(One(json), Key, "application/cloudevents+json")));
        json["data_base64"] = "!";
        Assert.NotNull(DecodingTests.Decode(Structured(One(json), Key, "application/cloudevents+json"), "cloudevents").Malformed);
        Assert.Equal(EventData.Empty,
            Record(Binary([], Key, ("id", "e-1"), ("source", "s"), ("specversion", "1.0"), ("type", Type)).Without("Content-Type")).Fields);
    }

    [Fact]
    public void Our_own_types_carry_our_own_events()
    {
        var item = Assert.IsType<DeliveryItem.NativeEvents>(Assert.Single(DecodingTests.Read(Structured(
            One(Event("e-1", "onelead.event", Sender.Now, new { kind = "item" })), Key, "application/cloudevents+json"), "cloudevents")));
        Assert.Equal(("~2Fcrm~2Feu:e-1", """{"kind":"item"}"""), (item.Id, Encoding.UTF8.GetString(item.Json.Span)));
    }

    [Theory]
    [InlineData("application/json", true)]
    [InlineData("application/cloudevents+json; charset=utf-8", true)]
    [InlineData("application/cloudevents-batch+json", true)]
    [InlineData(null, true)]
    [InlineData("application/xml", false)]
    [InlineData("application/cloudevents+avro", false)]
    public void Only_JSON_is_taken(string? type, bool isTaken) => Assert.Equal(isTaken, WebhookFormat.All["cloudevents"].Accepts(type));

    private static SourceRecord Record(Sent sent) => DecodingTests.Record(sent, "cloudevents");
}
