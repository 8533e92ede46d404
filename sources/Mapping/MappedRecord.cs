using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Sources.Mapping;

/// <summary>A field of a record that could not be taken.</summary>
/// <param name="Field">The sender's name of the field; empty when the record as a whole is meant.</param>
/// <param name="Value">What it held, shortened.</param>
/// <param name="Reason">Why, for people: <c>is not a number</c>.</param>
public sealed record FieldFailure(string Field, string Value, string Reason)
{
    public override string ToString() => Field.Length == 0 ? Reason : $"{Field} '{Value}' {Reason}";
}

/// <summary>
/// What a mapping makes of one record: events, or failures, never both. Neither means that the mapping leaves such records
/// out. Warnings do not keep a record from being taken.
/// </summary>
/// <param name="Events">Usually one. The first has the record's source id, others the same with <c>:2</c>, <c>:3</c> … behind it.</param>
/// <param name="Failures">Why the record is not mapped.</param>
/// <param name="Warnings">Checks of severity <c>warn</c> that it does not pass, and values that had to be cut.</param>
public sealed record MappedRecord(ImmutableArray<ChangeEvent> Events, ImmutableArray<FieldFailure> Failures, ImmutableArray<FieldFailure> Warnings);

/// <summary>Something in a mapping file that is wrong.</summary>
/// <param name="Line">From 1; 0 when the file as a whole is meant.</param>
/// <param name="Key">The key where it stands: <c>tables.deal.fields.amount</c>.</param>
public sealed record MappingError(string File, int Line, string Key, string Reason)
{
    public override string ToString() => Key.Length == 0 ? $"{File}, line {Line}: {Reason}" : $"{File}, line {Line}: {Key} {Reason}";
}
