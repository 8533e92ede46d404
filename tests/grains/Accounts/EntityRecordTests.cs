using FsCheck;
using FsCheck.Fluent;
using OneLead.Accounts;
using OneLead.Events;

namespace OneLead.Grains.Tests.Accounts;

public class EntityRecordTests
{
    [Fact]
    public void Per_field_the_latest_source_time_wins_whatever_arrives_first()
    {
        var late = Rows.Row(1, EventKind.Item, "a:1",
            EventData.Of(("line", FieldValue.Of("new")), ("platform", FieldValue.Of("p"))), occurred: 10);
        var early = Rows.Row(2, EventKind.Item, "a:1",
            EventData.Of(("line", FieldValue.Of("old")), ("location", FieldValue.Of("here"))), occurred: 5);

        var record = EntityRecord.New(EventKind.Item, "a:1").Merge(late).Merge(early);

        Assert.Equal(EventData.Of(("line", FieldValue.Of("new")), ("location", FieldValue.Of("here")), ("platform", FieldValue.Of("p"))),
            record.Fields);
    }

    [Fact]
    public void Equal_times_are_decided_by_the_source_id()
    {
        var a = Rows.Row(1, EventKind.Item, "a:1", EventData.Of(("line", FieldValue.Of("a"))), sourceId: "a");
        var b = Rows.Row(2, EventKind.Item, "a:1", EventData.Of(("line", FieldValue.Of("b"))), sourceId: "b");

        Assert.Equal("b", EntityRecord.New(EventKind.Item, "a:1").Merge(b).Merge(a).Fields["line"].Text);
    }

    [Fact]
    public void A_removal_takes_what_was_stamped_before_it_and_leaves_what_came_after()
    {
        var before = Rows.Row(1, EventKind.Item, "a:1", EventData.Of(("line", FieldValue.Of("x"))), occurred: 1);
        var removal = Rows.Row(2, EventKind.Item, "a:1", EventData.Removal, occurred: 2);
        var after = Rows.Row(3, EventKind.Item, "a:1", EventData.Of(("platform", FieldValue.Of("y"))), occurred: 3);

        var removed = EntityRecord.New(EventKind.Item, "a:1").Merge(removal).Merge(before);
        Assert.False(removed.Exists);
        Assert.Equal(EventData.Of(("platform", FieldValue.Of("y"))), removed.Merge(after).Fields);
    }

    [Fact]
    public void Null_clears_a_field_and_absence_does_not()
    {
        var set = Rows.Row(1, EventKind.Item, "a:1",
            EventData.Of(("line", FieldValue.Of("x")), ("platform", FieldValue.Of("y"))), occurred: 1);
        var clear = Rows.Row(2, EventKind.Item, "a:1", EventData.Of(("line", FieldValue.Null)), occurred: 2);

        var record = EntityRecord.New(EventKind.Item, "a:1").Merge(set).Merge(clear);

        Assert.True(record.Fields["line"].IsNull);
        Assert.Equal("y", record.Fields["platform"].Text);
    }

    [Fact]
    public void Minus_zero_is_zero_byte_for_byte()
    {
        var (minus, zero) = (Record(-0.0m), Record(0));
        Assert.Equal(RecordCodec.Write(zero), RecordCodec.Write(minus));
        Assert.Equal(zero.Fields.ToJson(), minus.Fields.ToJson());

        static EntityRecord Record(decimal amount) => EntityRecord.New(EventKind.Opportunity, "o").Merge(
            Rows.Row(1, EventKind.Opportunity, "o", EventData.Of(("amount", FieldValue.Of(amount)))));
    }

    [Fact]
    public void A_repeat_changes_nothing_not_even_the_instance()
    {
        var row = Rows.Row(1, EventKind.Item, "a:1", Rows.Item());
        var record = EntityRecord.New(EventKind.Item, "a:1").Merge(row);

        Assert.Same(record, record.Merge(row));
    }

    [Fact]
    public void Any_order_and_any_repetition_ends_in_the_same_bytes()
    {
        var fields = Gen.Elements("line", "platform", "quantity", "own field");
        var values = Gen.Elements(FieldValue.Of("x"), FieldValue.Of(1.50m), FieldValue.Of(true), FieldValue.Null, FieldValue.Json("[1]"));
        var data = Gen.Frequency(
            (1, Gen.Constant(EventData.Removal)),
            (6, fields.Zip(values).Select(p => new EventField(p.Item1, p.Item2)).NonEmptyListOf().Select(list => EventData.Of(list))));
        var rows = data.Zip(Gen.Choose(0, 5)).NonEmptyListOf()
            .Select(list => list.Select((p, i) => Rows.Row(i + 1, EventKind.Item, "a:1", p.Item1, occurred: p.Item2)).ToArray());

        Prop.ForAll(rows.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (inOrder, seed) =>
        {
            var random = new Random(seed);
            var shuffled = inOrder.Concat(inOrder.Where(_ => random.Next(2) == 0)).ToArray();
            random.Shuffle(shuffled);
            return RecordCodec.Write(Fold(inOrder)).SequenceEqual(RecordCodec.Write(Fold(shuffled)));
        }).QuickCheckThrowOnFailure();

        static EntityRecord Fold(IEnumerable<JournalEntry> rows) =>
            rows.Aggregate(EntityRecord.New(EventKind.Item, "a:1"), (record, row) => record.Merge(row));
    }

    [Fact]
    public void A_record_survives_packing()
    {
        var record = EntityRecord.New(EventKind.Item, "a:1")
            .Merge(Rows.Row(1, EventKind.Item, "a:1", Rows.Item()))
            .Merge(Rows.Row(2, EventKind.Item, "a:1", EventData.Of(("contractValue", FieldValue.Of(12.5m)),
                ("odd name", FieldValue.Json("{\"a\":1}")), ("flag", FieldValue.Of(true)), ("line", FieldValue.Null)), occurred: 3))
            .Merge(Rows.Row(3, EventKind.Item, "a:1", EventData.Removal, occurred: -1));

        var read = RecordCodec.Read(RecordCodec.Write(record));

        Assert.Equal(record with { Stamps = read.Stamps }, read);
        Assert.Equal(record.Stamps.AsEnumerable(), read.Stamps);
    }
}
