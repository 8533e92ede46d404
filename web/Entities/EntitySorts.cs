using OneLead.Events;
using OneLead.Views;
using SortKey = OneLead.Sources.Http.SortKey;

namespace OneLead.Web.Entities;

/// <summary>Sorts entities by any field.</summary>
internal static class EntitySorts
{
    // Four decimals, as rates have; numbers above 9 * 10^14 sort as equal.
    private const decimal Scale = 10_000, Most = 900_000_000_000_000;

    public static readonly Sort Default = new(EntityFields.Id, false);

    public static SortKey Key(EntityRow row, string field, EntityFields fields)
    {
        var value = fields.Of(row, field);
        return value.Type switch
        {
            FieldType.Null => new SortKey(true, 0, "", row.Id),
            FieldType.Number or FieldType.Flag => SortKey.Of((long)(Math.Clamp(value.Number, -Most, Most) * Scale), row.Id),
            _ => SortKey.Of(value.Text, row.Id),
        };
    }
}
