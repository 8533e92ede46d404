using OneLead.Events;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>A row of the log.</summary>
/// <param name="Decider">The sequence of the row that decides its entity's home after this row; usually its own.</param>
/// <param name="Checksum">CRC-32C over all of the row, its number included.</param>
internal readonly record struct LogRow(long Id, JournalEntry Entry, long Decider, uint Checksum)
{
    public int Tenant => RowId.Tenant(Id);
}

/// <summary>The last committed row of a tenant.</summary>
internal sealed record SqliteTenantHead(int Number, string Name, long Sequence, uint Checksum);
