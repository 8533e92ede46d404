using System.Text;
using OneLead.Events;
using OneLead.Sources.Events;

namespace OneLead.Web.Tests.Api;

public class EventBatchTests
{
    [Fact]
    public void An_event_is_read_as_it_was_sent()
    {
        var batch = Read("""
            {"kind":"item","territory":"56088","id":"e-1","source":"crm","occurredAt":"2025-10-29T10:00:00+09:00","data":{"serial":"USE3267F8N","endOfLife":"2015-07-01","extra":{"a":[1]}}}
            """);
        var only = Assert.Single(batch.Events);
        Assert.Equal(
            new ChangeEvent(
                "territory:56088", EventKind.Item, "hpe:USE3267F8N", 1, "crm", "e-1",
                new DateTimeOffset(2025, 10, 29, 1, 0, 0, TimeSpan.Zero),
                EventData.Of(("serial", FieldValue.Of("USE3267F8N")), ("endOfLife", FieldValue.Of("2015-07-01")),
                    ("extra", FieldValue.Json("""{"a":[1]}""")))),
            only);
    }

    [Theory]
    [InlineData("""{"account":"name:1:A"}""", "name:1:A")]
    [InlineData("""{"account":"customer:7","name":"B","territory":"1"}""", "customer:7")]
    [InlineData("""{"customerId":"110079582","name":"B","territory":"1"}""", "customer:110079582")]
    [InlineData("""{"customerId":110079582}""", "customer:110079582")]
    [InlineData("""{"name":"APPLE INC.","territory":"56088"}""", "name:56088:APPLE~20INC.")]
    [InlineData("""{"name":"B"}""", "name::B")]
    [InlineData("""{"territory":"56088"}""", "territory:56088")]
    public void The_account_key_is_the_most_exact_one_that_was_sent(string fields, string expected) =>
        Assert.Equal(expected,
            Assert.Single(Read(fields[..^1] + ""","kind":"opportunity","entity":"O/1","id":"1","data":{}}""").Events).Account);

    [Theory]
    [InlineData("""{"kind":"opportunity","entity":"O/1","data":{}}""", "O~2F1")]
    [InlineData("""{"kind":"item","entity":"hpe:ABC","data":{}}""", "hpe:ABC")]
    [InlineData("""{"kind":"item","entity":"ABC","data":{"vendor":"Dell"}}""", "dell:ABC")]
    [InlineData("""{"kind":"item","data":{"serial":"A B"}}""", "hpe:A~20B")]
    public void The_entity_is_a_key(string fields, string expected) =>
        Assert.Equal(expected, Assert.Single(Read(fields[..^1] + ""","territory":"1","id":"1"}""").Events).Entity);

    [Theory]
    [InlineData("""{"kind":"nothing","territory":"1","entity":"a","id":"1","data":{}}""", "kind")]
    [InlineData("""{"kind":"link","territory":"1","entity":"a","id":"1","data":{}}""", "kind")]
    [InlineData("""{"kind":"lead_status","territory":"1","entity":"a","id":"1","data":{}}""", "kind")]
    [InlineData("""{"kind":"item","territory":"1","entity":"a","data":{}}""", "id")]
    [InlineData("""{"kind":"item","territory":"1","entity":"a","id":"1"}""", "data")]
    [InlineData("""{"kind":"item","territory":"1","entity":"a","id":"1","data":{"n":1e400}}""", "data")]
    [InlineData("""{"kind":"item","entity":"a","id":"1","data":{}}""", "account")]
    [InlineData("""{"kind":"item","account":"APPLE","entity":"a","id":"1","data":{}}""", "account")]
    [InlineData("""{"kind":"item","account":"lead:x","entity":"a","id":"1","data":{}}""", "account")]
    [InlineData("""{"kind":"item","territory":"1","id":"1","data":{}}""", "entity")]
    [InlineData("""{"kind":"item","territory":"1","entity":"a","id":"1","data":{"endOfLife":"2015-13-01"}}""", "data.endOfLife")]
    [InlineData("""{"kind":"item","territory":"1","entity":"a","id":"1","data":{},"version":2}""", "version")]
    [InlineData("""{"kind":"item","territory":"1","entity":"a","id":"1","data":{},"occurredAt":"yesterday"}""", "occurredAt")]
    [InlineData("""{"kind":"item","territory":"1","entity":"\ud800","id":"1","data":{}}""", "entity")]
    [InlineData("""{"kind":"item","territory":"1","entity":"a","id":"1","data":{"x":"\ud800"}}""", "data")]
    [InlineData("""3""", "")]
    public void A_bad_event_says_which_field_is_wrong(string json, string field)
    {
        var batch = Read("""[{"kind":"item","territory":"1","entity":"a","id":"1","data":{}},""" + json + "]");
        Assert.Empty(batch.Events);
        Assert.Contains(batch.Problems, p => p.Index == 1 && p.Field == field);
        Assert.DoesNotContain(batch.Problems, p => p.Index == 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{\"events\":3}")]
    [InlineData("{\"kind\":")]
    public void What_is_no_batch_is_malformed(string json) => Assert.NotNull(Read(json).Malformed);

    [Fact]
    public void A_batch_holds_at_most_1_000_events()
    {
        var one = """{"kind":"item","territory":"1","entity":"a","id":"1","data":{}}""";
        Assert.Equal(1_000, Read("[" + string.Join(',', Enumerable.Repeat(one, 1_000)) + "]").Events.Length);
        Assert.NotNull(Read("{\"events\":[" + string.Join(',', Enumerable.Repeat(one, 1_001)) + "]}").Malformed);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_and_never_crash()
    {
        var random = new Random(5);
        var valid = Encoding.UTF8.GetBytes(
            """[{"kind":"item","territory":"1","entity":"a","id":"1","data":{"endOfLife":"2015-01-01","x":[1,{"y":null}]}}]""");
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = valid.ToArray();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            EventBatch.Read(bytes, TestData.Now);
        }
    }

    private static EventBatch Read(string json) => EventBatch.Read(Encoding.UTF8.GetBytes(json), TestData.Now);
}
