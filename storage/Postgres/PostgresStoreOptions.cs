using System.ComponentModel.DataAnnotations;

namespace OneLead.Storage.Postgres;

/// <summary>Where the PostgreSQL store is, and its bounds.</summary>
public sealed class PostgresStoreOptions
{
    /// <summary>An Npgsql connection string, <c>Host=db;Database=onelead;Username=onelead</c>. The database's encoding must be UTF8.</summary>
    [Required] public string ConnectionString { get; set; } = "";

    /// <summary>The schema that holds all of the store; it is made when missing. Default: onelead.</summary>
    [RegularExpression("^[a-z_][a-z0-9_]{0,62}$")] public string Schema { get; set; } = "onelead";

    /// <summary>The most rows that concurrent calls share in one commit; a call is never split. Default: 8192.</summary>
    [Range(1, 1_000_000)] public int CommitRows { get; set; } = 8_192;

    /// <summary>The most bytes of rows that concurrent calls share in one commit. Default: 4 MiB.</summary>
    [Range(1, 1 << 30)] public int CommitBytes { get; set; } = 4 << 20;

    /// <summary>The most append calls that wait for a commit; further callers wait for room. Default: 4096.</summary>
    [Range(1, 1_000_000)] public int QueuedCalls { get; set; } = 4_096;

    /// <summary>The entities whose home is kept in memory. Default: 65536.</summary>
    [Range(1, 10_000_000)] public int CachedHomes { get; set; } = 65_536;

    /// <summary>How long reads and writes wait for a server that does not answer before they fail; also the start. Default: 15 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The most rows that travel with their commit as arrays; more are copied before it. Tests make it small.</summary>
    internal int FewRows { get; set; } = 64;
}
