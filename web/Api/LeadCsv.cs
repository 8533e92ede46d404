using System.Globalization;
using System.Text;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Api;

/// <summary>Leads as CSV for spreadsheets: UTF-8 with a byte order mark; texts that a spreadsheet would run as formulas are quoted.</summary>
internal static class LeadCsv
{
    private const string Header =
        "id,type,status,priority,score,urgency,value,propensity,strategicFit,estimatedMin,estimatedMax,currency,accountId,account,territory,serial,productId,product,family,risk,assignee,asOf,rulesVersion,updatedAt";

    public static async Task Write(Stream stream, ModelState state, LeadFilter filter, Sort sort)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(true), leaveOpen: true);
        await writer.WriteLineAsync(Header);
        foreach (var lead in state.Leads(filter, sort, null, int.MaxValue - 1).Rows)
            await writer.WriteLineAsync(Line(lead, state));
    }

    private static string Line(LeadEntry entry, ModelState state)
    {
        var lead = entry.Row;
        return string.Join(',', ((object?[])[
            lead.Id, Wire.Name(lead.Type), Wire.Name(lead.Status), Wire.Name(lead.Priority), Plain.Of(lead.Score), lead.Factors.Urgency, lead.Factors.Value,
            lead.Factors.Propensity, lead.Factors.StrategicFit, lead.Value?.Min, lead.Value?.Max, lead.Value?.Currency, lead.AccountId, entry.AccountName, lead.Territory,
            lead.Serial, lead.ProductId, lead.Product, lead.Family, Wire.Name(lead.Risk), lead.Assignee, state.Tenant.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            state.Tenant.RulesVersion, lead.UpdatedAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)]).Select(Cell));
    }

    internal static string Cell(object? value)
    {
        if (value is not string text)
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
            text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
