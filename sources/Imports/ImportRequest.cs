using System.Text;
using OneLead.Sources.Csv;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Imports;

/// <summary>An import as requested.</summary>
/// <param name="Path">The uploaded file; it is deleted when the import has ended.</param>
/// <param name="AsOf">The day to begin first; null keeps the tenant's current day.</param>
/// <param name="DataDate">The date of the data, used as the time of its changes; null takes it from the file.</param>
public sealed record ImportRequest(string FileName, string Path, bool IsDryRun, DateOnly? AsOf, DateOnly? DataDate)
{
    /// <summary>How to read CSV tables; null for other files.</summary>
    public TableRequest? Tables { get; init; }
}

/// <summary>How an import reads CSV tables.</summary>
/// <param name="Mapping">Maps rows to events.</param>
/// <param name="Source">The sender; null: the mapping's name.</param>
/// <param name="FileTime">When the file was written, if the sender knows.</param>
/// <param name="Missing">What happens to objects that earlier files had and this one lacks.</param>
/// <param name="Encoding">Of files without a byte order mark; null: found out.</param>
public sealed record TableRequest(
    SourceMapping Mapping, string? Source, DateTimeOffset? FileTime, MissingRows Missing, Encoding? Encoding = null);
