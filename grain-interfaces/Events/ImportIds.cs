using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace OneLead.Events;

/// <summary>
/// The ids of imports. The source ids of a file's events begin with 20 hex digits and ':'. A retraction
/// (<see cref="EventKind.Retraction"/>) makes the rows of an import ineffective but keeps them, so a file that is imported
/// again gets the next id of the chain.
/// </summary>
public static class ImportIds
{
    public const int Length = 20;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Returns the import id in a source id, or an empty span.</summary>
    public static ReadOnlySpan<char> Of(string sourceId) =>
        sourceId.Length > Length && sourceId[Length] == ':' && !sourceId.AsSpan(0, Length).ContainsAnyExcept(HexDigits)
            ? sourceId.AsSpan(0, Length)
            : [];

    /// <summary>True if a row belongs to a retracted import.</summary>
    public static bool IsRetracted(ImmutableHashSet<string> imports, string sourceId) =>
        !imports.IsEmpty && Of(sourceId) is { IsEmpty: false } import && imports.Contains(import.ToString());

    /// <summary>Returns the import ids in a retraction.</summary>
    public static IEnumerable<string> RetractedImports(ChangeEvent retraction) =>
        (retraction.Data["import"].Text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Builds the data of a retraction.</summary>
    public static EventData Retraction(IEnumerable<string> imports, string? reason, string? by) => EventData.Of(
        new EventField[]
        {
            new("import", FieldValue.Of(string.Join(' ', imports))), new("reason", Text(reason)), new("by", Text(by))
        }.Where(f => !f.Value.IsNull));

    /// <summary>
    /// Returns the event under the first id of its import that is not retracted. Each retracted id adds two ticks to the event's
    /// time, so that it comes after the row that replaced it (see <see cref="AfterRetraction"/>).
    /// </summary>
    public static ChangeEvent WithActiveImport(ChangeEvent change, ImmutableHashSet<string> retracted)
    {
        if (!IsRetracted(retracted, change.SourceId))
            return change;
        var (id, times) = (Of(change.SourceId).ToString(), 0);
        for (; retracted.Contains(id); times++)
            id = Next(id);
        return change with { SourceId = id + change.SourceId[Length..], OccurredAt = change.OccurredAt.AddTicks(2 * times) };
    }

    /// <summary>The time of the row that moves an entity back after the import that had moved it was retracted.</summary>
    public static DateTimeOffset AfterRetraction(ChangeEvent retracted) => retracted.OccurredAt.AddTicks(1);

    private static string Next(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id + " again")))[..Length];

    private static FieldValue Text(string? text) => string.IsNullOrWhiteSpace(text) ? FieldValue.Null : FieldValue.Of(text.Trim());
}
