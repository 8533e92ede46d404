using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>Who was an account's manager from when on, and by whom they were set.</summary>
internal static class ManagerHistory
{
    /// <param name="rows">All rows of the account records that belong to the account, in order.</param>
    /// <param name="retracted">The imports that were taken back; their rows count as if they had not been.</param>
    public static AccountManagers Of(string account, IEnumerable<JournalEntry> rows, ImmutableHashSet<string> retracted)
    {
        var records = new AccountRecords(account, new AccountChanges());
        var changes = ImmutableArray.CreateBuilder<ManagerChange>();
        foreach (var row in rows.Where(r => !ImportIds.IsRetracted(retracted, r.Event.SourceId)))
        {
            var key = new EntityKey(row.Event.Kind, row.Event.Entity);
            var before = (records.AccountManager, records.ManagerByHand is not null);
            records.Set(key, (records.Find(key) ?? EntityRecord.New(key.Kind, key.Id)).Merge(row));
            var after = (Manager: records.AccountManager, IsByHand: records.ManagerByHand is not null);
            if (after != before)
                changes.Add(new(
                    row.ReceivedAt, after.Manager, after.IsByHand, row.Event.Source,
                    row.Event.Data[AccountFields.ManagerSetBy].Text, row.Sequence));
        }
        return new(records.SourceManager, changes.ToImmutable());
    }
}
