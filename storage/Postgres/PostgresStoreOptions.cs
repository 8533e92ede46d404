using System.ComponentModel.DataAnnotations;

namespace OneLead.Storage.Postgres;

/// <summary>The location and limits of the PostgreSQL store.</summary>
public sealed class PostgresStoreOptions : StoreOptions
{
    /// <summary>
    /// An Npgsql connection string, <c>Host=db;Database=onelead;Username=onelead</c>. The database's encoding must be UTF8.
    /// </summary>
    [Required] public string ConnectionString { get; set; } = "";

    /// <summary>The most characters of <see cref="Schema"/>.</summary>
    public const int LongestSchema = 63;

    /// <summary>The schema of the store; created if missing. Default: onelead.</summary>
    [RegularExpression("^[a-z_][a-z0-9_]{0,62}$")] public string Schema { get; set; } = "onelead";

    /// <summary>The time that start-up, reads and writes wait for an unavailable server before they fail. Default: 15 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Returns this node, which must be an active member of its cluster to write a journal. Default: null, not in a cluster.
    /// </summary>
    public Func<ClusterNode?> Member { get; set; } = static () => null;

    /// <summary>
    /// The maximum number of rows that are sent with their commit as arrays; more rows use COPY. Tests set a small value.
    /// </summary>
    internal int FewRows { get; set; } = 64;

    /// <summary>True to open a schema into which a store is being moved.</summary>
    internal bool IsMoveTarget { get; set; }
}
