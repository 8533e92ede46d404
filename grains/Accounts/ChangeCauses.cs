using OneLead.Events;
using OneLead.Views;

namespace OneLead.Accounts;

internal static class ChangeCauses
{
    public static ChangeCause Of(JournalEntry row) => new(row.Event.Kind, row.Event.Entity, row.Event.Source, row.Sequence, row.ReceivedAt);
}
