using System.Text;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks;
using OneLead.Testing.Senders;
using static OneLead.Testing.Senders.HubSpotSender;

namespace OneLead.Sources.Tests.Webhooks;

public class BrokenElementTests
{
    private static readonly DateTimeOffset At = Sender.Now.AddMinutes(-1);

    [Fact]
    public void A_broken_notification_of_HubSpot_does_not_cost_the_others()
    {
        var broken = PropertyChange("deal", 2, "amount", "2", At);
        broken.Remove("occurredAt");
        var body = Body(PropertyChange("deal", 1, "amount", "1", At), broken, PropertyChange("deal", 3, "amount", "3", At));
        var items = DecodingTests.Read(Sender.Of("hubspot").Send(body), "hubspot");
        Assert.Equal(["1", "3"], items.OfType<DeliveryItem.ChangedObject>().Select(i => i.Record.Id));
        var lost = Assert.Single(items.OfType<DeliveryItem.Unmappable>());
        Assert.Equal("'occurredAt' must be milliseconds since 1970.", lost.Reason);
        Assert.Contains("\"objectId\":2", lost.Record.Fields["element"].Text, StringComparison.Ordinal);
        Assert.Equal(lost.Record, RecordJson.Read(RecordJson.Write(lost.Record)));
        // A repeated delivery adds no second dead letter.
        var again = DecodingTests.Read(Sender.Of("hubspot").Send(body), "hubspot").OfType<DeliveryItem.Unmappable>().Single();
        Assert.Equal(lost.Record.SourceId, again.Record.SourceId);
        Assert.True(Keys.IsKey(again.Record.SourceId));
    }

    [Theory]
    [InlineData("salesforce")]
    [InlineData("cloudevents")]
    [InlineData("hubspot")]
    public void Any_batch_keeps_its_good_elements(string format)
    {
        var sender = Sender.Of(format);
        var good = Encoding.UTF8.GetString(sender.Change(1, At)).Trim('[', ']');
        var sent = sender.Send(Encoding.UTF8.GetBytes($"[7,{good},{{\"a\":\"\\ud800\"}},null]"));
        if (format == "cloudevents")
            sent = sent.With("Content-Type", "application/cloudevents-batch+json");
        var items = DecodingTests.Read(sent, format);
        Assert.Single(items.OfType<DeliveryItem.ChangedObject>());
        Assert.Equal(3, items.OfType<DeliveryItem.Unmappable>().Select(i => i.Record.SourceId).Distinct().Count());
        Assert.All(items.OfType<DeliveryItem.Unmappable>(), i => RecordJson.Read(RecordJson.Write(i.Record)));
    }
}
