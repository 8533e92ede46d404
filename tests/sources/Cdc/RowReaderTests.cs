using OneLead.Events;
using OneLead.Sources.Cdc;
using OneLead.Sources.Mapping;
using static OneLead.Sources.Tests.Cdc.TestSource;

namespace OneLead.Sources.Tests.Cdc;

public class RowReaderTests
{
    private readonly RowReader _reader = new(Crm);

    [Fact]
    public void An_inserted_row_is_the_whole_object()
    {
        var record = Assert.Single(Read(new RowChange.Inserted(Deals, Row("1", "9", "Kilns", null))));
        Assert.Equal(
            new SourceRecord("crm", "deals", "1", RecordChange.Full, At, "id/deals", EventData.Of(("id", FieldValue.Of(1)),
                ("account_id", FieldValue.Of(9)), ("name", FieldValue.Of("Kilns")), ("amount", FieldValue.Null))),
            record);
    }

    [Fact]
    public void A_value_that_the_log_left_out_is_absent_and_not_null()
    {
        var record = Assert.Single(Read(new RowChange.Updated(Deals, null, Row("1", "9", "~", null))));
        Assert.Equal(RecordChange.Partial, record.Change);
        Assert.Equal(["account_id", "amount", "id"], record.Fields.Fields.Select(f => f.Name));
    }

    [Fact]
    public void The_whole_old_row_has_what_the_new_one_leaves_out()
    {
        var record = Assert.Single(
            Read(new RowChange.Updated(Deals, new(Row("1", "9", "Kilns", "1"), IsWhole: true), Row("1", "9", "~", "2"))));
        Assert.Equal((RecordChange.Full, "Kilns"), (record.Change, record.Fields["name"].Text));
    }

    [Fact]
    public void A_row_that_got_another_key_is_gone_under_its_old_one()
    {
        var records =
            Read(new RowChange.Updated(Deals, new(Row("1", null, null, null), IsWhole: false), Row("2", "9", "Kilns", "1"))).ToArray();
        Assert.Equal([(RecordChange.Removed, "1", "id/deals/old"), (RecordChange.Full, "2", "id/deals")],
            records.Select(r => (r.Change, r.Id.Length > 0 ? r.Id : r.Fields["id"].ToString()!, r.SourceId)));
    }

    [Fact]
    public void A_deleted_row_is_known_by_its_key_alone()
    {
        var record = Assert.Single(Read(new RowChange.Deleted(Deals, new(Row("1", null, null, null), IsWhole: false))));
        Assert.Equal((RecordChange.Removed, EventData.Of(("id", FieldValue.Of(1)))), (record.Change, record.Fields));
        var mapped = Crm.Rules!.Map(record);
        Assert.Equal((EventKind.Opportunity, "crm:1", EventData.Removal),
            (mapped.Events[0].Kind, mapped.Events[0].Entity, mapped.Events[0].Data));
    }

    [Fact]
    public void A_mapping_whose_id_the_log_does_not_tell_refuses_the_removal_and_takes_no_other_object_for_it()
    {
        var byOtherKey = Deals with { Columns = [new("id", Int, false), new("account_id", Int, true), .. Deals.Columns[2..]] };
        var record = Assert.Single(Read(new RowChange.Deleted(byOtherKey, new(Row(null, "9", null, null), IsWhole: false))));
        Assert.NotEmpty(Crm.Rules!.Map(record).Failures);
    }

    [Fact]
    public void Tables_that_are_not_named_are_left_out_where_some_are()
    {
        var reader = new RowReader(Crm with { Tables = [new("sales.deals", "deals")] });
        Assert.Empty(reader.Read(new RowChange.Inserted(Deals, Row("1", "9", "Kilns", null)), At, e => e));
        Assert.Equal("deals", Assert.Single(
            reader.Read(new RowChange.Inserted(Deals with { Schema = "sales" }, Row("1", "9", "Kilns", null)), At, e => e)).Entity);
    }

    private IEnumerable<SourceRecord> Read(RowChange change) => _reader.Read(change, At, entity => "id/" + entity);
}
