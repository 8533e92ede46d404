using OneLead.Accounts;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Grains.Tests.Accounts;

public class ManagerHistoryTests
{
    [Fact]
    public void Who_is_set_by_hand_stays_over_later_sources_until_the_choice_is_given_back()
    {
        var managers = Of(
            Source(1, "Ann"), Source(2, "Ann"), ByHand(3, "Kim", "ada"), Source(4, "Bob"), ByHand(5, null, "eve"), Source(6, "Cid"));
        Assert.Equal("Cid", managers.SourceManager);
        Assert.Equal(
            [
                Change(1, "Ann", false, null), Change(3, "Kim", true, "ada"), Change(5, "Bob", false, "eve"), Change(6, "Cid", false, null),
            ],
            managers.Changes);
    }

    [Fact]
    public void An_older_value_that_arrives_later_changes_nothing()
    {
        var managers = Of(Source(1, "Ann", occurred: 5), Source(2, "Bob", occurred: 1));
        Assert.Equal([Change(1, "Ann", false, null)], managers.Changes);
    }

    [Fact]
    public void Rows_of_an_import_that_was_taken_back_do_not_count()
    {
        var import = new string('a', ImportIds.Length);
        var imported = Rows.Row(1, EventKind.Account, "a", Named("Ann"), sourceId: $"{import}:accounts:1:0");
        JournalEntry[] rows = [imported, Source(2, "Bob")];
        Assert.Equal(2, ManagerHistory.Of("a", rows, []).Changes.Length);
        Assert.Equal([Change(2, "Bob", false, null)], ManagerHistory.Of("a", rows, [import]).Changes);
    }

    [Fact]
    public void Of_several_records_the_latest_value_counts_whoever_sent_it()
    {
        var managers = Of(
            Source(1, "Ann", entity: "crm:1"), ByHand(2, "Kim", "ada"), Source(3, "Bob", entity: "crm:2"), ByHand(4, null, null));
        Assert.Equal(
            [Change(1, "Ann", false, null), Change(2, "Kim", true, "ada"), Change(4, "Bob", false, null)], managers.Changes);
    }

    private static AccountManagers Of(params IEnumerable<JournalEntry> rows) => ManagerHistory.Of("a", rows, []);

    private static JournalEntry Source(long sequence, string manager, int? occurred = null, string entity = "a") =>
        Rows.Row(sequence, EventKind.Account, entity, Named(manager), occurred: occurred ?? (int)sequence);

    private static EventData Named(string manager) => EventData.Of(("accountManager", FieldValue.Of(manager)));

    private static JournalEntry ByHand(long sequence, string? manager, string? by) => Rows.Row(
        sequence, EventKind.Account, "a", EventData.Of(
            (AccountFields.ManagerByHand, manager is null ? FieldValue.Null : FieldValue.Of(manager)),
            (AccountFields.ManagerSetBy, by is null ? FieldValue.Null : FieldValue.Of(by))), occurred: (int)sequence);

    private static ManagerChange Change(long sequence, string? manager, bool isByHand, string? by) =>
        new(Rows.Start, manager, isByHand, "test", by, sequence);
}
