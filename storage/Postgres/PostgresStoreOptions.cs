using System.ComponentModel.DataAnnotations;

namespace OneLead.Storage.Postgres;

/// <summary>The location and limits of the PostgreSQL store.</summary>
public sealed class PostgresStoreOptions
{
    /// <summary>
    /// An Npgsql connection string, <c>Host=db;Database=onelead;Username=onelead</c>. The database's encoding must be UTF8.
    /// </summary>
    [Required] public string ConnectionString { get; set; } = "";

    /// <summary>The schema of the store; created if missing. Default: onelead.</summary>
    [RegularExpression("^[a-z_][a-z0-9_]{0,62}$")] public string Schema { get; set; } = "onelead";

    /// <summary>The maximum number of rows that concurrent calls share in one commit; a call is never split. Default: 8192.</summary>
    [Range(1, 1_000_000)] public int CommitRows { get; set; } = 8_192;

    /// <summary>The maximum bytes of rows that concurrent calls share in one commit. Default: 4 MiB.</summary>
    [Range(1, 1 << 30)] public int CommitBytes { get; set; } = 4 << 20;

    /// <summary>The maximum number of queued appends; further callers wait for room. Default: 4096.</summary>
    [Range(1, 1_000_000)] public int QueuedCalls { get; set; } = 4_096;

    /// <summary>The number of entities whose owning account key is cached. Default: 65536.</summary>
    [Range(1, 10_000_000)] public int CachedHomes { get; set; } = 65_536;

    /// <summary>The time that start-up, reads and writes wait for an unavailable server before they fail. Default: 15 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The maximum number of rows that are sent with their commit as arrays; more rows use COPY. Tests set a small value.
    /// </summary>
    internal int FewRows { get; set; } = 64;
}
