using OneLead.Web.Api;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Leads;

/// <summary>The values of leads, where each item or contract counts once, with its greatest.</summary>
internal sealed class SubjectValues
{
    private readonly Dictionary<string, MoneyJson?> _values = new(StringComparer.Ordinal);

    public int Count => _values.Count;

    public void Add(in LeadEntry lead)
    {
        var subject = Keys.TryParseLead(lead.Id)!.Value.Subject;
        var value = lead.Row.Value is { } known ? new MoneyJson(JsonDecimal.Of(known.Max), known.Currency) : null;
        if (!_values.TryGetValue(subject, out var best) || best is null || (value?.Currency == best.Currency && value.Amount > best.Amount))
            _values[subject] = value;
    }

    public SumJson Sum(string currency) => SumJson.Of(_values.Values, currency);
}
