using System.Text;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Testing.Senders;
using OneLead.Sources.Webhooks;
using static OneLead.Testing.Senders.SalesforceSender;

namespace OneLead.Sources.Tests.Webhooks;

public class SalesforceTests
{
    private const string Id = "006xx000004Wqz1AAC", Transaction = "0002343d-9d90-e395-ed20-000000000001";

    [Fact]
    public void A_change_is_read_in_every_shape_that_relays_send()
    {
        var header = Header("Opportunity", "UPDATE", Sender.Now, [Id]);
        var expected = new SourceRecord("crm", "Opportunity", Id, RecordChange.Partial, Sender.Now, $"{Transaction}:1:Opportunity:{Id}",
            EventData.Of(("Amount", FieldValue.Of(5m)), ("Name", FieldValue.Of("A"))));
        var (relayed, cometd) = (Body(header, ("Amount", 5), ("Name", "A")), CometD(header, ("Amount", 5), ("Name", "A")));
        Assert.Equal(expected, Record(relayed));
        Assert.Equal(expected, Record(cometd));
        Assert.Equal(expected, Record(Encoding.UTF8.GetBytes($"{{\"detail\":{Encoding.UTF8.GetString(relayed)}}}")));
        Assert.Equal([expected, expected],
            Records(Encoding.UTF8.GetBytes($"[{Encoding.UTF8.GetString(relayed)},{Encoding.UTF8.GetString(cometd)}]")));
    }

    [Fact]
    public void Nulled_is_not_absent()
    {
        var update = Header("Opportunity", "UPDATE", Sender.Now, [Id],
            lists: [("nulledFields", ["NextStep"]), ("changedFields", ["Amount", "NextStep"])]);
        Assert.Equal(
            EventData.Of(("Amount", FieldValue.Of(5m)), ("NextStep", FieldValue.Null)),
            Record(Body(update, ("Amount", 5), ("NextStep", null), ("Description", null), ("CloseDate", null))).Fields);
        var lower = Header("Opportunity", "UPDATE", Sender.Now, [Id], lists: [("nulledfields", ["NextStep"])]);
        Assert.Equal(EventData.Of(("NextStep", FieldValue.Null)), Record(Body(lower, ("Description", null))).Fields);
    }

    [Fact]
    public void Where_nothing_is_listed_a_null_was_nulled() =>
        Assert.Equal(EventData.Of(("NextStep", FieldValue.Null)),
            Record(CometD(Header("Opportunity", "UPDATE", Sender.Now, [Id]), ("NextStep", null))).Fields);

    [Fact]
    public void A_diff_is_no_value_and_is_noted()
    {
        var header = Header("Opportunity", "UPDATE", Sender.Now, [Id],
            lists: [("diffFields", ["Description"]), ("changedFields", ["Description", "Amount"])]);
        Assert.Equal(
            EventData.Of(("Amount", FieldValue.Of(5m)), ("_diffFields", FieldValue.Of("Description"))),
            Record(Body(header, ("Amount", 5), ("Description", "--- old\n+++ new\n@@ -1 +1 @@"))).Fields);
    }

    [Fact]
    public void Compound_fields_are_flat()
    {
        var header = Header("Account", "UPDATE", Sender.Now, [Id], lists: [("changedFields", ["BillingAddress.City"])]);
        Assert.Equal(
            EventData.Of(("BillingAddress.City", FieldValue.Of("Bonn"))),
            Record(Body(header, ("BillingAddress", new { City = "Bonn", Street = (string?)null }))).Fields);
    }

    [Theory]
    [InlineData("CREATE", RecordChange.Full)]
    [InlineData("UNDELETE", RecordChange.Full)]
    [InlineData("UPDATE", RecordChange.Partial)]
    [InlineData("DELETE", RecordChange.Removed)]
    [InlineData("GAP_CREATE", RecordChange.Gap)]
    [InlineData("GAP_UPDATE", RecordChange.Gap)]
    [InlineData("GAP_DELETE", RecordChange.Gap)]
    [InlineData("GAP_UNDELETE", RecordChange.Gap)]
    public void Every_type_of_change(string type, RecordChange change) =>
        Assert.Equal(change, Record(Body(Header("Opportunity", type, Sender.Now, [Id]))).Change);

    [Fact]
    public void Many_record_ids_are_many_records()
    {
        var records = Records(Body(Header("Opportunity", "UPDATE", Sender.Now, ["a", "b", "c"]), ("OwnerId", "005")));
        Assert.Equal(["a", "b", "c"], records.Select(r => r.Id));
        Assert.Equal(3, records.Select(r => r.SourceId).Distinct().Count());
        Assert.All(records, r => Assert.Equal(EventData.Of(("OwnerId", FieldValue.Of("005"))), r.Fields));
    }

    [Theory]
    [InlineData("GAP_OVERFLOW", "000000000000000AAA")]
    [InlineData("GAP_UPDATE", "006*")]
    public void Changes_that_were_dropped_without_saying_whose_are_kept_with_what_was_lost(string type, string id)
    {
        var item = Assert.IsType<DeliveryItem.Unmappable>(Assert.Single(
            DecodingTests.Read(Sender.Of("salesforce").Send(Body(Header("Opportunity", type, Sender.Now, [id]))), "salesforce")));
        Assert.Equal(
            $"Salesforce dropped changes of Opportunity in transaction {Transaction} and does not name the records ({type}): import "
            + $"Opportunity as of 2026-03-02 10:30:00Z.",
            item.Reason);
        Assert.Equal(("Opportunity", RecordChange.Gap), (item.Record.Entity, item.Record.Change));
        Assert.Equal(type, item.Record.Fields["ChangeEventHeader.changeType"].Text);
    }

    private static SourceRecord[] Records(byte[] body) => DecodingTests.Records(Sender.Of("salesforce").Send(body), "salesforce");

    private static SourceRecord Record(byte[] body) => Assert.Single(Records(body));
}
