using OneLead.Events;
using OneLead.Sources.Cdc;
using OneLead.Sources.Mapping;
using static OneLead.Sources.Tests.Cdc.TestSource;

namespace OneLead.Sources.Tests.Cdc;

public class CopyHistoryTests
{
    private readonly List<ChangeEvent> _journal = [];
    private readonly RowReader _reader = new(Crm);
    private int _index;

    [Fact]
    public void What_the_journal_has_is_not_new_and_what_differs_is()
    {
        Journal(Inserted("1", "9", "Kilns", "1"), Inserted("2", "9", "Glaze", "2"), Inserted("3", "9", "Drill", "3"));
        Journal(new RowChange.Updated(Deals, null, Row("1", "9", "Kilns", "10")));
        var (isNew, gone) = Copied(Inserted("1", "9", "Kilns", "10"), Inserted("2", "8", "Glaze", "2"), Inserted("4", "9", "New", "4"));
        Assert.Equal([false, true, true], isNew);
        Assert.Equal([(EventKind.Opportunity, "crm:3")], gone);
    }

    [Fact]
    public void What_was_removed_is_not_gone_again_and_new_when_it_is_back()
    {
        Journal(Inserted("1", "9", "Kilns", "1"), Inserted("2", "9", "Glaze", "2"));
        Journal(new RowChange.Deleted(Deals, new(Row("1", null, null, null), IsWhole: false)),
            new RowChange.Deleted(Deals, new(Row("2", null, null, null), IsWhole: false)));
        var (isNew, gone) = Copied(Inserted("1", "9", "Kilns", "1"));
        Assert.Equal([true], isNew);
        Assert.Empty(gone);
    }

    [Fact]
    public void After_a_partial_update_a_row_is_told_whole_again()
    {
        Journal(Inserted("1", "9", "Kilns", "1"), new RowChange.Updated(Deals, null, Row("1", "9", "~", "2")));
        Assert.Equal([true], Copied(Inserted("1", "9", "Kilns", "2")).IsNew);
    }

    [Fact]
    public void Rows_with_times_of_their_own_are_known_each_by_itself_and_own_no_object()
    {
        RowChange lead = Stage("1", "Lead", "2025-01-01 00:00:00+00"), won = Stage("2", "Won", "2025-03-01 00:00:00+00");
        Journal(Inserted("7", "9", "Kilns", "1"), lead, won);
        var (isNew, gone) = Copied(Inserted("7", "9", "Kilns", "1"), won, lead, Stage("3", "Lost", "2025-04-01 00:00:00+00"));
        Assert.Equal([false, false, false, true], isNew);
        Assert.Empty(gone);
        // The stages alone are no deal.
        Assert.Equal([(EventKind.Opportunity, "crm:7")], Copied(won, lead).Gone);
    }

    [Fact]
    public void A_row_that_cannot_be_mapped_is_there_all_the_same_and_one_without_an_id_could_be_any()
    {
        Journal(Inserted("1", "9", "Kilns", "1"), Inserted("2", "9", "Glaze", "2"));
        Assert.Equal([(EventKind.Opportunity, "crm:2")], Copied(Inserted("1", "9", "Kilns", "a lot")).Gone);
        Assert.Empty(Copied(Inserted(null, "9", "Kilns", "1")).Gone);
    }

    [Fact]
    public void A_change_that_came_late_leaves_a_mixture_that_is_told_again()
    {
        Journal(Inserted("1", "9", "Kilns", "2"));
        _journal.Add(_journal[0] with
        {
            OccurredAt = At.AddDays(-1),
            SourceId = ChangeIds.Of(1, 5, 1, "deals"),
            Data = EventData.Of(("x.late", FieldValue.Of("1"))),
        });
        Assert.Equal([true], Copied(Inserted("1", "9", "Kilns", "2")).IsNew);
    }

    [Fact]
    public void Other_sources_and_tables_that_are_not_copied_are_left_alone()
    {
        Journal(Inserted("1", "9", "Kilns", "1"));
        _journal.Add(_journal[0] with { Source = "other", Entity = "other:1" });
        var history = Seen();
        history.StartTable("accounts");
        Assert.Empty(history.Gone());
    }

    private static RowChange Inserted(params string?[] values) => new RowChange.Inserted(Deals, Row(values));

    private static RowChange Stage(string id, string stage, string at) => new RowChange.Inserted(History, Row(id, "7", stage, at));

    private void Journal(params RowChange[] changes) =>
        _journal.AddRange(changes.SelectMany(Records).SelectMany(r => Crm.Rules!.Map(r).Events));

    private (bool[] IsNew, (EventKind, string)[] Gone) Copied(params RowChange[] rows)
    {
        var history = Seen();
        history.StartTable("deals");
        history.StartTable("deal_stage_history");
        return ([.. rows.SelectMany(Records).Select(
            r => history.IsNew(r, Crm.Rules!.Map(r) is { Failures.IsEmpty: true } mapped ? mapped.Events : []))], [.. history.Gone()]);
    }

    private CopyHistory Seen()
    {
        var history = new CopyHistory(Crm);
        foreach (var change in _journal)
            history.Add(change);
        return history;
    }

    private IEnumerable<SourceRecord> Records(RowChange change) =>
        _reader.Read(change, At.AddSeconds(++_index), entity => ChangeIds.Of(1, 10, _index, entity));
}
