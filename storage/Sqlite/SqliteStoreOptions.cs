using System.ComponentModel.DataAnnotations;

namespace OneLead.Storage.Sqlite;

/// <summary>The embedded store's bounds. The defaults suit one machine with a local disk.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>The data directory; it is created when missing. Default: data.</summary>
    [Required] public string Directory { get; set; } = "data";

    /// <summary>The most rows that concurrent calls share in one commit; a call is never split. Default: 8192.</summary>
    [Range(1, 1_000_000)] public int CommitRows { get; set; } = 8_192;

    /// <summary>The most bytes of rows that concurrent calls share in one commit. Default: 4 MiB.</summary>
    [Range(1, 1 << 30)] public int CommitBytes { get; set; } = 4 << 20;

    /// <summary>The most append calls that wait for a commit; further callers wait for room. Default: 4096.</summary>
    [Range(1, 1_000_000)] public int QueuedCalls { get; set; } = 4_096;

    /// <summary>The size of the journal's write-ahead log, in pages of 4 KiB, at which it is moved into the file. Default: 4096.</summary>
    [Range(16, 1_000_000)] public int CheckpointPages { get; set; } = 4_096;

    /// <summary>The most committed rows that may wait to be indexed, about 200 bytes of memory each; appends wait beyond it. Default: 262144.</summary>
    [Range(1, 10_000_000)] public int TailRows { get; set; } = 262_144;

    /// <summary>The number of waiting rows that starts an index batch. More make indexing cheaper and a start after a crash slower. Default: 32768.</summary>
    [Range(1, 10_000_000)] public int IndexRows { get; set; } = 32_768;

    /// <summary>How long rows wait to be indexed when fewer than <see cref="IndexRows"/> come. Default: 1 minute.</summary>
    public TimeSpan IndexDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The entities whose home is kept in memory. Default: 65536.</summary>
    [Range(1, 10_000_000)] public int CachedHomes { get; set; } = 65_536;

    /// <summary>The pause before the check of each part of the index, a million rows, after a start. Default: 20 seconds.</summary>
    public TimeSpan IndexCheckPause { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The largest journal file in pages of 4 KiB; 0 for no limit. A full journal refuses appends as a full disk does. Default: 0.</summary>
    [Range(0, int.MaxValue)] public int JournalPages { get; set; }

    /// <summary>A new index is made in parts of 2 to this many rows; an existing one keeps its parts. Tests make them small.</summary>
    internal int IndexPartBits { get; set; } = 20;
}
