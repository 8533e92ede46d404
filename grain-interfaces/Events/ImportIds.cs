using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace OneLead.Events;

/// <summary>
/// The ids of imports: what a file brings has source ids that begin with 20 hex digits and ':'. Once such an id was taken
/// back (<see cref="EventKind.Retraction"/>) its rows count no more, and they are not forgotten either: a file that is
/// imported again goes on under the id that follows.
/// </summary>
public static class ImportIds
{
    public const int Length = 20;

    /// <summary>The import that a source id names, or empty.</summary>
    public static ReadOnlySpan<char> Of(string sourceId) => sourceId.Length > Length && sourceId[Length] == ':' ? sourceId.AsSpan(0, Length) : [];

    /// <summary>Whether a row came by an import that was taken back.</summary>
    public static bool IsRetracted(ImmutableHashSet<string> imports, string sourceId) => !imports.IsEmpty && Of(sourceId) is { IsEmpty: false } import && imports.Contains(import.ToString());

    /// <summary>The imports that a retraction names.</summary>
    public static IEnumerable<string> RetractedImports(ChangeEvent retraction) => (retraction.Data["import"].Text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The data of a retraction.</summary>
    public static EventData Retraction(IEnumerable<string> imports, string? reason, string? by) => EventData.Of(
        new EventField[] { new("import", FieldValue.Of(string.Join(' ', imports))), new("reason", Text(reason)), new("by", Text(by)) }.Where(f => !f.Value.IsNull));

    /// <summary>
    /// An event of a file as it is to be appended: under the first id of its import that was not taken back, and for each
    /// that was two ticks later, so that it comes after what took its place (see <see cref="AfterRetraction"/>).
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

    /// <summary>The time of a row that says where an entity belongs once an import was taken back which had moved it.</summary>
    public static DateTimeOffset AfterRetraction(ChangeEvent retracted) => retracted.OccurredAt.AddTicks(1);

    private static string Next(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id + " again")))[..Length];

    private static FieldValue Text(string? text) => string.IsNullOrWhiteSpace(text) ? FieldValue.Null : FieldValue.Of(text.Trim());
}
