using System.Globalization;

namespace OneLead.Events;

/// <summary>The type of a <see cref="FieldValue"/>.</summary>
public enum FieldType : byte { Null, Text, Number, Flag, Json }

/// <summary>
/// The normalised value of a field. Dates are text in the form yyyy-MM-dd, instants RFC 3339 in UTC. Json keeps the raw
/// text of a nested value. Null means that the source cleared the field; a field that it did not mention is absent.
/// </summary>
[GenerateSerializer, Immutable, Alias("field-value")]
public readonly record struct FieldValue
{
    private FieldValue(FieldType type, string? text, decimal number) => (Type, Text, Number) = (type, text, number);

    [Id(0)] public FieldType Type { get; init; }

    /// <summary>The text of a Text or Json value; otherwise null.</summary>
    [Id(1)] public string? Text { get; init; }

    /// <summary>The value of a Number; 1 or 0 for a Flag.</summary>
    [Id(2)] public decimal Number { get; init; }

    public static FieldValue Null => default;
    public static FieldValue Of(string text) => new(FieldType.Text, text, 0);
    public static FieldValue Of(decimal number) => new(FieldType.Number, null, Plain(number));
    public static FieldValue Of(bool flag) => new(FieldType.Flag, null, flag ? 1 : 0);
    public static FieldValue Of(DateOnly date) => Of(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    public static FieldValue Of(DateTimeOffset instant) =>
        Of(instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
    public static FieldValue Json(string raw) => new(FieldType.Json, raw, 0);

    /// <summary>Numbers are smaller than this, except those that earlier versions accepted. Ids of 64 bits fit.</summary>
    public const decimal MaxNumber = 1e20m;

    public bool IsNull => Type == FieldType.Null;

    /// <summary>The text; null for other values and for a blank text, which says no more than an absent one.</summary>
    public string? AsText() => Type == FieldType.Text && !string.IsNullOrWhiteSpace(Text) ? Text : null;

    /// <summary>The date of a text that starts with yyyy-MM-dd; otherwise null.</summary>
    public DateOnly? AsDate() =>
        Type == FieldType.Text && Text!.Length >= 10
            && DateOnly.TryParseExact(Text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;

    /// <summary>
    /// The number; null for other values, and for numbers beyond <see cref="MaxNumber"/>, which earlier versions accepted: sums and
    /// products of them would overflow.
    /// </summary>
    public decimal? AsNumber() => Type is FieldType.Number && IsInRange(Number) ? Number : null;

    /// <summary>True for a number below <see cref="MaxNumber"/>, whatever its sign.</summary>
    public static bool IsInRange(decimal number) => Math.Abs(number) < MaxNumber;

    public bool? AsFlag() => Type is FieldType.Flag ? Number != 0 : null;

    public override string ToString() => Type switch
    {
        FieldType.Null => "null",
        FieldType.Number => Number.ToString(CultureInfo.InvariantCulture),
        FieldType.Flag => Number != 0 ? "true" : "false",
        _ => Text ?? "",
    };

    // Removes trailing zeros and the sign of zero, so that 1.50 and 1.5, -0 and 0 have equal bytes. JSON does not keep that sign.
    private static decimal Plain(decimal number) => number == 0 ? 0 : number / 1.0000000000000000000000000000m;
}
