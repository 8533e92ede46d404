using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Sources.Mapping;

/// <summary>A field that could not be mapped.</summary>
/// <param name="Field">The sender's name of the field; empty for the record as a whole.</param>
/// <param name="Value">Its value, shortened.</param>
/// <param name="Reason">The error, for people: <c>is not a number</c>.</param>
public sealed record FieldFailure(string Field, string Value, string Reason)
{
    public override string ToString() => Field.Length == 0 ? Reason : $"{Field} '{Value}' {Reason}";
}

/// <summary>
/// The result of mapping one record: events or failures, never both. Neither means that the mapping leaves the record out.
/// Records with warnings are mapped.
/// </summary>
/// <param name="Events">Usually one. The first has the record's source id, the others add <c>:2</c>, <c>:3</c> …</param>
/// <param name="Failures">Why the record cannot be mapped.</param>
/// <param name="Warnings">Failed checks of severity <c>warn</c>, and values that were cut.</param>
public sealed record MappedRecord(ImmutableArray<ChangeEvent> Events, ImmutableArray<FieldFailure> Failures,
    ImmutableArray<FieldFailure> Warnings)
{
    internal RowUse Use { get; init; } = RowUse.Used;
}

/// <summary>An error in a mapping file.</summary>
/// <param name="Line">From 1; 0 for the file as a whole.</param>
/// <param name="Key">The key: <c>tables.deal.fields.amount</c>.</param>
public sealed record MappingError(string File, int Line, string Key, string Reason)
{
    public override string ToString() => Key.Length == 0 ? $"{File}, line {Line}: {Reason}" : $"{File}, line {Line}: {Key} {Reason}";
}
