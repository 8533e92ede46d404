using System.Collections.Frozen;
using OneLead.Events;
using OneLead.Views;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Entities;

/// <summary>Filters entities. Null and empty mean all.</summary>
internal sealed record EntityFilter(FrozenSet<string>? Territories, string? Text, IReadOnlyList<FieldCondition> Conditions)
{
    private readonly string? _text = string.IsNullOrWhiteSpace(Text) ? null : Text.Trim();

    public bool Matches(EntityRow row, EntityFields fields)
    {
        if (!Territories.Wants(row.Territory))
            return false;
        foreach (var condition in Conditions)
        {
            if (!condition.Matches(fields.Of(row, condition.Field)))
                return false;
        }
        return _text is null || Contains(row.Id) || Contains(fields.Of(row, EntityFields.Account).Text) || HasText(row, row.Fields, fields)
            || HasText(row, row.Derived, fields);
    }

    private bool HasText(EntityRow row, EventData data, EntityFields fields)
    {
        foreach (var field in data.Fields)
        {
            if (field.Value.Type == FieldType.Text && Contains(field.Value.Text) && !fields.Masks(row.Kind, field.Name))
                return true;
        }
        return false;
    }

    private bool Contains(string? text) => text is not null && text.Contains(_text!, StringComparison.OrdinalIgnoreCase);
}
