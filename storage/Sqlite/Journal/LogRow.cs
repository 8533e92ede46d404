using OneLead.Events;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>A row of the journal table.</summary>
/// <param name="Decider">The sequence of the row that decides which account key owns the entity; usually its own.</param>
/// <param name="Checksum">CRC-32C over the whole row including its id.</param>
internal readonly record struct LogRow(long Id, JournalEntry Entry, long Decider, uint Checksum)
{
    public int Tenant => RowId.Tenant(Id);
}

/// <summary>A tenant with its last committed row.</summary>
internal sealed record SqliteTenantHead(int Number, string Name, long Sequence, uint Checksum);
