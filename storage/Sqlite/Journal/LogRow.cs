using OneLead.Events;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>A row of the log.</summary>
/// <param name="Decider">The sequence of the row that decides its entity's home after this row; usually its own.</param>
/// <param name="Checksum">CRC-32C over all of the row, its number included.</param>
internal readonly record struct LogRow(long Id, JournalEntry Entry, long Decider, uint Checksum)
{
    public int Tenant => RowId.Tenant(Id);
}

/// <summary>An entity within its tenant and kind.</summary>
internal readonly record struct EntityKey(int Tenant, EventKind Kind, string Entity);

/// <summary>A sender's identity of an event.</summary>
internal readonly record struct SourceKey(int Tenant, string Source, string SourceId);

/// <summary>The last committed row of a tenant.</summary>
internal sealed record TenantHead(int Number, string Name, long Sequence, uint Checksum);

/// <summary>The kinds' names as the log spells them.</summary>
internal static class KindNames
{
    private static readonly Dictionary<EventKind, byte[]> Utf8Names = Enum.GetValues<EventKind>().ToDictionary(k => k, k => System.Text.Encoding.UTF8.GetBytes(Wire.Name(k)));

    public static ReadOnlySpan<byte> Utf8(EventKind kind) => Utf8Names[kind];

    public static EventKind? Parse(string name) => Wire.TryParse<EventKind>(name, out var kind) ? kind : null;
}
