namespace OneLead.Sources.Workbooks;

/// <summary>How a workbook is read. The limits bound memory and time whatever a file contains.</summary>
public sealed record WorkbookOptions
{
    public static WorkbookOptions Default { get; } = new();

    /// <summary>The date of the data. Default: the workbook's "modified" time, else <see cref="FileTime"/>.</summary>
    public DateOnly? DataDate { get; init; }

    /// <summary>When the file was written or received; used if the workbook has no time. Default: the time of the file.</summary>
    public DateTimeOffset? FileTime { get; init; }

    /// <summary>When the file was received: a workbook cannot be newer. Default: unknown.</summary>
    public DateTimeOffset? Received { get; init; }

    /// <summary>Events in a batch. Default: 1,000.</summary>
    public int BatchSize { get; init; } = 1_000;

    /// <summary>Row errors kept in the report; all are counted. Default: 10,000.</summary>
    public int MaxKeptErrors { get; init; } = 10_000;

    /// <summary>Bytes of the file. Default: 512 MiB.</summary>
    public long MaxFileBytes { get; init; } = 512L << 20;

    /// <summary>Entries of the zip archive. Default: 1,000.</summary>
    public int MaxEntries { get; init; } = 1_000;

    /// <summary>Bytes of all parts that are read, counted while inflating. Default: 4 GiB.</summary>
    public long MaxInflatedBytes { get; init; } = 4L << 30;

    /// <summary>Inflated bytes for each byte of a part, once it has passed 10 MiB. Default: 200.</summary>
    public int MaxRatio { get; init; } = 200;

    /// <summary>Bytes of one piece of XML (a tag with its attributes and the text before it). Default: 1 MiB.</summary>
    public int MaxTokenBytes { get; init; } = 1 << 20;

    /// <summary>Sheets. Default: 100.</summary>
    public int MaxSheets { get; init; } = 100;

    /// <summary>Rows of one sheet. Default: 1,048,576, as many as Excel holds.</summary>
    public int MaxRows { get; init; } = 1_048_576;

    /// <summary>Columns of one sheet. Default: 512.</summary>
    public int MaxColumns { get; init; } = 512;

    /// <summary>Characters of one cell. Default: 32,767, as many as Excel holds.</summary>
    public int MaxCellText { get; init; } = 32_767;

    /// <summary>Shared strings. Default: 4,000,000.</summary>
    public int MaxSharedStrings { get; init; } = 4_000_000;

    /// <summary>Characters of all shared strings, which are held in memory at two bytes each. Default: 128 Mi.</summary>
    public long MaxSharedCharacters { get; init; } = 128L << 20;
}

/// <summary>
/// The file is not a readable workbook: another format, damaged, encrypted, or beyond a limit. The message is shown to the user.
/// </summary>
public sealed class WorkbookException(string message, Exception? inner = null) : Exception(message, inner);
