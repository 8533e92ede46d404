using System.Text;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Testing.Senders;
using OneLead.Sources.Webhooks;
using static OneLead.Testing.Senders.DynamicsSender;

namespace OneLead.Sources.Tests.Webhooks;

public class DynamicsTests
{
    private static readonly string Id = DynamicsSender.Id(77), Operation = DynamicsSender.Id(88);

    [Fact]
    public void Attributes_are_flat_and_typed_values_are_their_value()
    {
        var closes = new DateTimeOffset(2017, 9, 26, 6, 50, 48, TimeSpan.Zero);
        var body = Body("Update", "opportunity", Id, Sender.Now, Operation,
        [
            ("name", "A"), ("estimatedvalue", Money(1500.5m)), ("statecode", Option(1)), ("closeprobability", 40), ("description", null),
            ("isrevenuesystemcalculated", false),
            ("parentaccountid", Reference("account", DynamicsSender.Id(5), "Acme")), ("actualclosedate", Date(closes, "-0700")),
            ("choices", new[] { Option(1) }),
        ]);
        var record = Record(body);
        Assert.Equal(
            new SourceRecord("crm", "opportunity", Id, RecordChange.Partial, Sender.Now,
                $"{Operation}:opportunity:{Id}:Update", EventData.Of(
                ("name", FieldValue.Of("A")), ("estimatedvalue", FieldValue.Of(1500.5m)), ("statecode", FieldValue.Of(1m)),
                ("closeprobability", FieldValue.Of(40m)), ("description", FieldValue.Null),
                ("isrevenuesystemcalculated", FieldValue.Of(false)), ("parentaccountid.Id", FieldValue.Of(DynamicsSender.Id(5))),
                ("parentaccountid.LogicalName", FieldValue.Of("account")),
                ("parentaccountid.Name", FieldValue.Of("Acme")), ("actualclosedate", FieldValue.Of("2017-09-26T06:50:48Z")),
                ("choices", record.Fields["choices"]))),
            record);
        Assert.Equal(FieldType.Json, record.Fields["choices"].Type);
    }

    [Fact]
    public void Dates_are_read_with_and_without_an_offset()
    {
        foreach (var written in (string[])["/Date(1506409448000-0700)/", "/Date(1506409448000)/", "\\/Date(1506409448000+0200)\\/"])
        {
            var body = Encoding.UTF8.GetString(Body("Update", "lead", Id, Sender.Now, Operation, [("at", "WHEN")]))
                .Replace("WHEN", written, StringComparison.Ordinal);
            Assert.Equal(FieldValue.Of("2017-09-26T07:04:08Z"), Record(Encoding.UTF8.GetBytes(body)).Fields["at"]);
        }
    }

    [Fact]
    public void The_image_after_the_operation_makes_it_whole()
    {
        var record = Record(
            Body("Update", "opportunity", Id, Sender.Now, Operation, [("name", "A")], [("name", "A"), ("estimatedvalue", Money(2))]));
        Assert.Equal((RecordChange.Full, EventData.Of(("name", FieldValue.Of("A")), ("estimatedvalue", FieldValue.Of(2m)))),
            (record.Change, record.Fields));
    }

    [Fact]
    public void A_creation_is_whole_and_a_deletion_needs_no_fields()
    {
        Assert.Equal(RecordChange.Full, Record(Body("Create", "account", Id, Sender.Now, Operation, [("name", "A")])).Change);
        var deleted = Record(Body("Delete", "account", Id, Sender.Now, Operation, []));
        Assert.Equal((RecordChange.Removed, EventData.Empty), (deleted.Change, deleted.Fields));
    }

    [Fact]
    public void Parameters_that_were_dropped_for_their_size_leave_a_gap()
    {
        var sent = Sender.Of("dynamics").Send(Body("Update", "opportunity", Id, Sender.Now, Operation))
            .With("x-ms-dynamics-msg-size-exceeded", "True");
        var record = DecodingTests.Record(sent, "dynamics");
        Assert.Equal((RecordChange.Gap, Id), (record.Change, record.Id));
        Assert.Equal(RecordChange.Removed,
            DecodingTests.Record(Sender.Of("dynamics").Send(Body("Delete", "opportunity", Id, Sender.Now, Operation))
                .With("x-ms-dynamics-msg-size-exceeded", "True"), "dynamics").Change);
    }

    [Fact]
    public void A_merge_takes_the_subordinate_into_the_target()
    {
        var body = $$$"""
            {"MessageName":"Merge","PrimaryEntityName":"account","PrimaryEntityId":"{{{Id}}}","OperationId":"{{{Operation}}}","OperationCreatedOn":"/Date(1506409448000)/",
             "InputParameters":[{"key":"Target","value":{"Id":"{{{Id}}}","LogicalName":"account"}},{"key":"SubordinateId","value":"{{{DynamicsSender.Id(9)}}}"}]}
            """;
        var record = Record(Encoding.UTF8.GetBytes(body));
        Assert.Equal((DynamicsSender.Id(9), RecordChange.Merged, EventData.Of((SourceRecord.MergedInto, FieldValue.Of(Id)))),
            (record.Id, record.Change, record.Fields));
    }

    [Fact]
    public void Synchronous_steps_without_an_operation_are_told_apart()
    {
        byte[] At(DateTimeOffset at) => Body("Update", "opportunity", Id, at, Guid.Empty.ToString(), [("name", "A")]);
        Assert.Equal(Record(At(Sender.Now)).SourceId, Record(At(Sender.Now)).SourceId);
        Assert.NotEqual(Record(At(Sender.Now)).SourceId, Record(At(Sender.Now.AddSeconds(1))).SourceId);
    }

    [Fact]
    public void Messages_that_change_no_record_are_kept_with_a_reason()
    {
        var item = Assert.IsType<DeliveryItem.Unmappable>(Assert.Single(
            DecodingTests.Read(Sender.Of("dynamics").Send(Body("Associate", "account", Id, Sender.Now, Operation)), "dynamics")));
        Assert.Contains("'Associate'", item.Reason, StringComparison.Ordinal);
    }

    private static SourceRecord Record(byte[] body) => DecodingTests.Record(Sender.Of("dynamics").Send(body), "dynamics");
}
