using System.Text;
using OneLead.Events;

namespace OneLead.Sources.Csv;

/// <summary>How CSV files are read. The limits bound memory and time whatever a file contains.</summary>
public sealed record CsvOptions
{
    public static CsvOptions Default { get; } = new();

    /// <summary>The source of all events, and part of the ids of a mapping with <c>ids: crm</c>. Default: the mapping's name.</summary>
    public string? Source { get; init; }

    /// <summary>The date of the data. Default: each file's own time.</summary>
    public DateOnly? DataDate { get; init; }

    /// <summary>When the file was written. Default: the time of the file, or of the archive's entry.</summary>
    public DateTimeOffset? FileTime { get; init; }

    /// <summary>The encoding of files without a byte order mark. Default: UTF-8, else Windows-1252 if the bytes look like it.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>When the file was received; used if no other time is known. Default: the epoch.</summary>
    public DateTimeOffset Received { get; init; }

    /// <summary>The latest time that counts; null if the time of receipt is unknown.</summary>
    internal DateTimeOffset? LatestTime => Received == default ? null : SourceTimes.Latest(Received);

    /// <summary>The approximate number of events and dead letters per batch. Default: 1,000.</summary>
    public int BatchSize { get; init; } = 1_000;

    /// <summary>Row errors kept in the report; all are counted. Default: 10,000.</summary>
    public int MaxKeptErrors { get; init; } = 10_000;

    /// <summary>Dead letters of one import. Default: 10,000.</summary>
    public int MaxLetters { get; init; } = 10_000;

    /// <summary>Bytes of the content of those letters. Default: 16 MiB.</summary>
    public long MaxLetterBytes { get; init; } = 16L << 20;

    /// <summary>Entries of an archive, of any kind. Default: 1,000.</summary>
    public int MaxEntries { get; init; } = 1_000;

    /// <summary>Inflated bytes for each byte of an archive or an entry, once it has passed some MiB. Default: 200.</summary>
    public int MaxRatio { get; init; } = 200;

    /// <summary>Files of a directory or an archive. Default: 200.</summary>
    public int MaxFiles { get; init; } = 200;

    /// <summary>Bytes of all files together, inflated. Default: 4 GiB.</summary>
    public long MaxBytes { get; init; } = 4L << 30;

    /// <summary>Bytes of one row, line breaks in quotes included. Default: 1 MiB.</summary>
    public int MaxRowBytes { get; init; } = 1 << 20;

    /// <summary>Columns of a file. Default: 1,000.</summary>
    public int MaxColumns { get; init; } = 1_000;

    /// <summary>Rows of a file. Default: 5,000,000.</summary>
    public int MaxRows { get; init; } = 5_000_000;
}

/// <summary>A CSV file or archive cannot be read; the message is shown to the user.</summary>
public sealed class CsvException(string message, Exception? inner = null) : Exception(message, inner);
