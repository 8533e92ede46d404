using System.Text;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Testing.Senders;
using OneLead.Sources.Webhooks;

namespace OneLead.Sources.Tests.Webhooks;

/// <summary>What all formats have in common.</summary>
public class DecodingTests
{
    public static TheoryData<string> Formats => [.. Sender.All.Select(s => s.Format)];

    [Theory, MemberData(nameof(Formats))]
    public void A_retry_has_the_identity_of_the_first_attempt(string format)
    {
        var sender = Sender.Of(format);
        var body = sender.Change(1, Sender.Now);
        var (first, retry) = (Read(sender.Send(body), format), Read(sender.Send(body, Sender.Now.AddHours(20), sender.Secret), format));
        Assert.NotEmpty(first);
        Assert.Equal(first.Select(IdOf), retry.Select(IdOf));
        Assert.NotEqual(first.Select(IdOf), Read(sender.Send(sender.Change(2, Sender.Now)), format).Select(IdOf));
    }

    [Theory, MemberData(nameof(Formats))]
    public void Identities_are_keys_with_room_for_more(string format)
    {
        var sender = Sender.Of(format);
        foreach (var id in Read(sender.Send(sender.Change(1, Sender.Now)), format).Select(IdOf))
            Assert.True(Keys.IsKey(id!) && id!.Length <= 200, id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("[[]]")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("{\"meta\":1,\"payload\":[],\"data\":3}")]
    public void What_is_no_message_of_the_format_is_malformed(string body)
    {
        foreach (var sender in Sender.All.Where(s => s.Format != "standard"))
        {
            var delivery = Decode(sender.Send(Encoding.UTF8.GetBytes(body)), sender.Format);
            Assert.True(delivery.Malformed is not null && delivery.Items.IsEmpty, sender.Format);
        }
    }

    [Theory, MemberData(nameof(Formats))]
    public void Deep_huge_and_broken_text_is_malformed(string format)
    {
        var sender = Sender.Of(format);
        foreach (var body in (byte[][])[Encoding.UTF8.GetBytes(new string('[', 40) + new string(']', 40)),
            [0xff, 0xfe, 0x7b], [0x22, 0xc3, 0x22]])
            Assert.NotNull(Decode(sender.Send(body), format).Malformed);
    }

    [Fact]
    public void Half_a_character_makes_a_dead_letter()
    {
        foreach (var part in (string[])["\"\\ud800\":1", "\"a\":\"\\ud800\"", "\"a\":{\"\\udc00\":1}"])
        {
            var body = Encoding.UTF8.GetBytes(
                """{"meta":{"action":"change","entity":"deal","entity_id":1,"id":"m","timestamp":"2026-01-01T00:00:"""
                + """00Z","version":"2.0"},"data":{"""
                    + part + "}}");
            var lost = Assert.IsType<DeliveryItem.Unmappable>(
                Assert.Single(Decode(Sender.Of("pipedrive").Send(body), "pipedrive").Items));
            Assert.Contains("unpaired surrogate", lost.Reason, StringComparison.Ordinal);
            Assert.Equal(lost.Record, RecordJson.Read(RecordJson.Write(lost.Record)));
        }
    }

    [Fact]
    public void A_delivery_and_an_object_have_bounds()
    {
        var hubspot = Sender.Of("hubspot");
        Assert.Equal(Delivery.MaxItems, Read(hubspot.Send(Notifications(Delivery.MaxItems)), "hubspot").Length);
        Assert.NotNull(Decode(hubspot.Send(Notifications(Delivery.MaxItems + 1)), "hubspot").Malformed);
        var wide = PipedriveSender.Body("change", "deal", 1, "1767225600", Enumerable.Range(0, 2_001).ToDictionary(i => $"f{i}", i => i));
        Assert.NotNull(Decode(Sender.Of("pipedrive").Send(wide), "pipedrive").Malformed);
    }

    [Fact]
    public void Fields_are_flat_and_keep_what_they_are()
    {
        var body = PipedriveSender.Body("change", "deal", 1, "1767225600", new
        {
            title = "A", value = 1.50m, open = true, cleared = (string?)null,
            owner = new { id = 7, name = "Kim", at = new { city = "Bonn" } }, tags = new[] { 1, 2 }, none = new { },
        });
        Assert.Equal(
            new SourceRecord("crm", "deal", "1", RecordChange.Full, DateTimeOffset.FromUnixTimeSeconds(1767225600),
                "0c7e5e3a-1:deal:1:1767225600", EventData.Of(
                ("title", FieldValue.Of("A")), ("value", FieldValue.Of(1.5m)), ("open", FieldValue.Of(true)), ("cleared", FieldValue.Null),
                ("owner.id", FieldValue.Of(7m)), ("owner.name", FieldValue.Of("Kim")),
                ("owner.at.city", FieldValue.Of("Bonn")), ("tags", FieldValue.Json("[1,2]")))),
            Record(Sender.Of("pipedrive").Send(body), "pipedrive"));
    }

    [Fact]
    public void What_is_nested_too_deep_and_numbers_beyond_decimal_are_kept_as_written()
    {
        var nested = string.Concat(Enumerable.Repeat("{\"a\":", 10)) + "1" + new string('}', 10);
        var body = Encoding.UTF8.GetBytes(
            """{"meta":{"action":"change","entity":"deal","entity_id":1"""
            + ""","id":"m","timestamp":"1767225600","version":"2.0"},"data":{"deep":"""
                + nested + ",\"big\":1e400}}");
        Assert.Equal(
            EventData.Of(("big", FieldValue.Of("1e400")), ("deep.a.a.a.a.a.a.a.a", FieldValue.Json("""{"a":{"a":1}}"""))),
            Record(Sender.Of("pipedrive").Send(body), "pipedrive").Fields);
    }

    internal static Delivery Decode(Sent sent, string format) => WebhookFormat.All[format].Decode(sent.Request(), "crm", Sender.Now);

    internal static DeliveryItem[] Read(Sent sent, string format)
    {
        var delivery = Decode(sent, format);
        Assert.Null(delivery.Malformed);
        return [.. delivery.Items];
    }

    internal static SourceRecord[] Records(Sent sent, string format) =>
        [.. Read(sent, format).Select(i => Assert.IsType<DeliveryItem.ChangedObject>(i).Record)];

    internal static SourceRecord Record(Sent sent, string format) => Assert.Single(Records(sent, format));

    internal static string? IdOf(DeliveryItem item) => item switch
    {
        DeliveryItem.ChangedObject o => o.Record.SourceId,
        DeliveryItem.Unmappable u => u.Record.SourceId,
        DeliveryItem.NativeEvents e => e.Id,
        _ => null,
    };

    private static byte[] Notifications(int count) =>
        HubSpotSender.Body([.. Enumerable.Range(0, count).Select(n => HubSpotSender.PropertyChange("deal", n, "amount", "1", Sender.Now))]);
}
