using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;

namespace OneLead.Storage;

/// <summary>The limits of a journal, which are the same for every store.</summary>
public abstract class StoreOptions
{
    /// <summary>The maximum number of rows that concurrent calls share in one commit; a call is never split. Default: 8192.</summary>
    [Range(1, 1_000_000)] public int CommitRows { get; set; } = 8_192;

    /// <summary>The maximum bytes of rows that concurrent calls share in one commit. Default: 4 MiB.</summary>
    [Range(1, 1 << 30)] public int CommitBytes { get; set; } = 4 << 20;

    /// <summary>The maximum number of queued appends; further callers wait for room. Default: 4096.</summary>
    [Range(1, 1_000_000)] public int QueuedCalls { get; set; } = 4_096;

    /// <summary>The number of entities whose owning account key is cached. Default: 65536.</summary>
    [Range(1, 10_000_000)] public int CachedHomes { get; set; } = 65_536;

    /// <summary>The host's factory of meters; null without one.</summary>
    public IMeterFactory? Meters { get; set; }

    /// <summary>Takes note of failed writes and of damage.</summary>
    public StoreHealth Health { get; set; } = new();
}
