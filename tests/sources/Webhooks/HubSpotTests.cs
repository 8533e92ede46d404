using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Testing.Senders;
using OneLead.Sources.Webhooks;
using static OneLead.Testing.Senders.HubSpotSender;

namespace OneLead.Sources.Tests.Webhooks;

public class HubSpotTests
{
    private static readonly DateTimeOffset At = Sender.Now.AddMinutes(-1);

    [Fact]
    public void A_property_change_is_one_field()
    {
        var record = Assert.Single(Records(PropertyChange("deal", 4711, "amount", "1500.50", At)));
        Assert.Equal(
            new SourceRecord("crm", "deal", "4711", RecordChange.Partial, At, record.SourceId,
                EventData.Of(("amount", FieldValue.Of("1500.50")))),
            record);
        Assert.StartsWith("62515:7:deal.propertyChange::1772447340250:4711:amount:", record.SourceId, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_value_clears_the_field() =>
        Assert.Equal(EventData.Of(("closedate", FieldValue.Null)),
            Assert.Single(Records(PropertyChange("deal", 1, "closedate", "", At))).Fields);

    [Fact]
    public void Attempts_and_event_ids_are_no_identity_and_the_value_is()
    {
        var change = PropertyChange("deal", 1, "amount", "1", At);
        var again = new Dictionary<string, object?>(change) { ["attemptNumber"] = 3, ["eventId"] = 999 };
        var other = PropertyChange("deal", 1, "amount", "2", At);
        Assert.Equal(Id(change), Id(again));
        Assert.NotEqual(Id(change), Id(other));
        Assert.NotEqual(Id(change), Id(PropertyChange("deal", 1, "amount", "1", At.AddMilliseconds(1))));
        Assert.NotEqual(Id(change), Id(new Dictionary<string, object?>(change) { ["portalId"] = 1 }));
    }

    [Theory]
    [InlineData("company.creation", RecordChange.Partial)]
    [InlineData("company.deletion", RecordChange.Removed)]
    [InlineData("company.privacyDeletion", RecordChange.Removed)]
    public void The_life_of_an_object(string type, RecordChange change)
    {
        var record = Assert.Single(Records(Notification(type, At, ("objectId", 5))));
        Assert.Equal(("company", "5", change, EventData.Empty), (record.Entity, record.Id, record.Change, record.Fields));
    }

    [Fact]
    public void A_restored_object_is_not_known_until_it_is_seen_again()
    {
        var record = Assert.Single(Records(Notification("company.restore", At, ("objectId", 5))));
        Assert.Equal(
            new SourceRecord("crm", "company", "5", RecordChange.Gap, At, record.SourceId,
                EventData.Of((SourceRecord.GapReason, FieldValue.Of("it was restored, and HubSpot does not send its properties")))),
            record);
    }

    [Theory]
    [InlineData("0-1", "contact")]
    [InlineData("0-2", "company")]
    [InlineData("0-3", "deal")]
    [InlineData("0-5", "ticket")]
    [InlineData("2-3453932", "2-3453932")]
    public void Generic_subscriptions_name_the_object_by_its_type(string type, string entity)
    {
        var change = Notification("object.propertyChange", At, ("objectId", 5), ("objectTypeId", type),
            ("propertyName", "a"), ("propertyValue", "b"));
        Assert.Equal(entity, Assert.Single(Records(change)).Entity);
    }

    [Fact]
    public void A_merge_takes_each_loser_to_the_winner()
    {
        var records = Records(Notification("company.merge", At, ("primaryObjectId", 1), ("mergedObjectIds", new[] { 2, 3 })));
        Assert.Equal([("2", "1"), ("3", "1")], records.Select(Merge));
        var made = Records(Notification("company.merge", At, ("primaryObjectId", 1),
            ("mergedObjectIds", new[] { 2, 1 }), ("newObjectId", 9)));
        Assert.Equal([("2", "9"), ("1", "9")], made.Select(Merge));
        Assert.Equal(2, made.Select(r => r.SourceId).Distinct().Count());
    }

    [Fact]
    public void A_move_to_another_company_wins_over_the_removal_of_the_same_instant()
    {
        var records = Records(Association("DEAL_TO_COMPANY", 1, 20, isRemoved: false, At),
            Association("DEAL_TO_COMPANY", 1, 10, isRemoved: true, At));
        Assert.Equal(
            [
                new SourceRecord("crm", "deal", "1", RecordChange.Partial, At, records[0].SourceId,
                    EventData.Of(("association.company", FieldValue.Of("20")))),
                new SourceRecord("crm", "deal", "1", RecordChange.Partial, At.AddTicks(-1), records[1].SourceId,
                    EventData.Of(("association.company", FieldValue.Null))),
            ],
            records);
        Assert.NotEqual(records[0].SourceId, records[1].SourceId);
    }

    [Fact]
    public void An_association_that_is_not_the_primary_one_places_nothing()
    {
        var record = Assert.Single(Records(Association("DEAL_TO_COMPANY", 1, 20, isRemoved: false, At, isPrimary: false)));
        Assert.Equal(EventData.Of(("association.company.secondary", FieldValue.Of("20"))), record.Fields);
        Assert.Equal(
            EventData.Of(("association.company", FieldValue.Of("20"))),
            Assert.Single(Records(Association("DEAL_TO_COMPANY", 1, 20, isRemoved: false, At, isPrimary: true))).Fields);
    }

    [Fact]
    public void Generic_associations_name_both_types()
    {
        var change = Notification("object.associationChange", At, ("fromObjectId", 1), ("toObjectId", 2), ("fromObjectTypeId", "0-5"),
            ("toObjectTypeId", "0-2"), ("associationRemoved", false));
        var record = Assert.Single(Records(change));
        Assert.Equal(("ticket", "1", EventData.Of(("association.company", FieldValue.Of("2")))), (record.Entity, record.Id, record.Fields));
    }

    [Fact]
    public void What_is_no_change_of_an_object_is_kept_with_a_reason()
    {
        var item = Assert.IsType<DeliveryItem.Unmappable>(Assert.Single(
            DecodingTests.Read(Sender.Of("hubspot").Send(Body(Notification("conversation.newMessage", At, ("objectId", 1)))), "hubspot")));
        Assert.Equal(("conversation", "1", "'conversation.newMessage' is not a change of an object."),
            (item.Record.Entity, item.Record.Id, item.Reason));
    }

    private static SourceRecord[] Records(params Dictionary<string, object?>[] notifications) =>
        DecodingTests.Records(Sender.Of("hubspot").Send(Body(notifications)), "hubspot");

    private static string Id(Dictionary<string, object?> notification) => Assert.Single(Records(notification)).SourceId;

    private static (string Loser, string Winner) Merge(SourceRecord record)
    {
        Assert.Equal((RecordChange.Merged, "company"), (record.Change, record.Entity));
        return (record.Id, record.Fields[SourceRecord.MergedInto].Text!);
    }
}
