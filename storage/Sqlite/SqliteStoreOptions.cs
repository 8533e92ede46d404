using System.ComponentModel.DataAnnotations;

namespace OneLead.Storage.Sqlite;

/// <summary>The location and limits of the embedded store. The defaults suit one machine with a local disk.</summary>
public sealed class SqliteStoreOptions : StoreOptions
{
    /// <summary>The data directory; created if missing. Default: data.</summary>
    [Required] public string Directory { get; set; } = "data";

    /// <summary>The size of the journal's write-ahead log, in pages of 4 KiB, that triggers a checkpoint. Default: 4096.</summary>
    [Range(16, 1_000_000)] public int CheckpointPages { get; set; } = 4_096;

    /// <summary>
    /// The maximum number of committed rows that wait to be indexed, about 200 bytes of memory each; appends wait when it is
    /// reached. Default: 262144.
    /// </summary>
    [Range(1, 10_000_000)] public int TailRows { get; set; } = 262_144;

    /// <summary>
    /// The number of waiting rows that triggers an index batch. A higher number makes indexing cheaper and a start after a
    /// crash slower. Default: 32768.
    /// </summary>
    [Range(1, 10_000_000)] public int IndexRows { get; set; } = 32_768;

    /// <summary>The time after which rows are indexed even if there are fewer than <see cref="IndexRows"/>. Default: 1 minute.</summary>
    public TimeSpan IndexDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The pause before each part of the index (a million rows) is checked after a start. Default: 20 seconds.</summary>
    public TimeSpan IndexCheckPause { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The maximum size of the journal file in pages of 4 KiB; 0 for no limit. A full journal refuses appends like a full disk.
    /// Default: 0.
    /// </summary>
    [Range(0, int.MaxValue)] public int JournalPages { get; set; }

    /// <summary>
    /// The binary logarithm of the number of rows in a part of a new index; an existing index keeps its parts. Tests set a
    /// small value.
    /// </summary>
    internal int IndexPartBits { get; set; } = 20;
}
