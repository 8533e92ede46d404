using System.Globalization;
using System.Text.Json;
using OneLead.Accounts;
using OneLead.Views;

namespace OneLead.Verification;

/// <summary>
/// An account's state as bytes: facts, workflow steps and derived leads. Equal states give equal bytes. Watermarks are left
/// out, because they depend on how far an account has read.
/// </summary>
/// <remarks>
/// The format is frozen, so digests of different versions of the program can be compared. It names every field here and
/// depends on no type or member name. A new field is written only where it has a value.
/// </remarks>
internal static class CanonicalState
{
    public static byte[] Of(AccountState state)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("keys");
            foreach (var key in state.Keys)
                json.WriteStringValue(key);
            json.WriteEndArray();
            json.WriteStartArray("records");
            foreach (var record in state.Records.All.OrderBy(r => r.Kind).ThenBy(r => r.Id, StringComparer.Ordinal))
                json.WriteBase64StringValue(RecordCodec.Write(record));
            json.WriteEndArray();
            Time(json, "updatedAt", state.UpdatedAt);
            json.WriteStartArray("parked");
            foreach (var row in state.Parked)
                json.WriteNumberValue(row);
            json.WriteEndArray();
            json.WriteStartArray("work");
            foreach (var workflow in state.Workflows.All.Values.OrderBy(w => w.Lead, StringComparer.Ordinal))
                Write(json, workflow);
            json.WriteEndArray();
            json.WriteStartArray("leads");
            foreach (var lead in state.Scores.Leads.OrderBy(l => l.Id, StringComparer.Ordinal))
                Write(json, lead);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, LeadWorkflow workflow)
    {
        json.WriteStartObject();
        json.WriteString("lead", workflow.Lead);
        json.WriteString("status", Wire.Name(workflow.Status));
        Text(json, "reason", workflow.Reason);
        Text(json, "opportunity", workflow.OpportunityId);
        Text(json, "assignee", workflow.Assignee);
        json.WriteNumber("version", workflow.Version);
        Write(json, "frozen", workflow.Frozen);
        json.WriteBoolean("lapsed", workflow.Lapsed);
        Day(json, "snoozedUntil", workflow.SnoozedUntil);
        json.WriteStartArray("undoable");
        foreach (var before in workflow.Undoable)
        {
            json.WriteStartObject();
            json.WriteString("status", Wire.Name(before.Status));
            Text(json, "reason", before.Reason);
            Text(json, "opportunity", before.OpportunityId);
            Text(json, "assignee", before.Assignee);
            Write(json, "frozen", before.Frozen);
            json.WriteBoolean("lapsed", before.Lapsed);
            Day(json, "snoozedUntil", before.SnoozedUntil);
            Text(json, "by", before.By);
            Time(json, "at", before.At);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("steps");
        foreach (var step in workflow.Steps)
        {
            json.WriteStartObject();
            json.WriteNumber("sequence", step.Sequence);
            Time(json, "at", step.At);
            json.WriteString("what", step.What);
            Text(json, "reason", step.Reason);
            Text(json, "by", step.By);
            Text(json, "refused", step.Refused);
            json.WriteString("outcome", Wire.Name(step.Outcome));
            Text(json, "note", step.Note);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LeadRow lead)
    {
        json.WriteStartObject();
        json.WriteString("id", lead.Id);
        json.WriteString("type", Wire.Name(lead.Type));
        json.WriteString("status", Wire.Name(lead.Status));
        json.WriteString("priority", Wire.Name(lead.Priority));
        Score(json, lead.Score, lead.Factors, lead.Value);
        json.WriteString("account", lead.AccountId);
        Text(json, "territory", lead.Territory);
        json.WriteString("serial", lead.Serial);
        json.WriteString("productId", lead.ProductId);
        json.WriteString("product", lead.Product);
        json.WriteString("family", lead.Family);
        json.WriteString("serviceRow", lead.ServiceRow);
        json.WriteBoolean("isComponent", lead.IsComponent);
        json.WriteString("risk", Wire.Name(lead.Risk));
        Text(json, "assignee", lead.Assignee);
        json.WriteNumber("version", lead.Version);
        Time(json, "updatedAt", lead.UpdatedAt);
        Day(json, "nextChange", lead.NextChange);
        Text(json, "statusReason", lead.StatusReason);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, FrozenScore? frozen)
    {
        if (frozen is null)
            return;
        json.WriteStartObject(name);
        Score(json, frozen.Score, frozen.Factors, frozen.Value);
        json.WriteString("priority", Wire.Name(frozen.Priority));
        if (frozen.Type == LeadType.RenewalDue)
            json.WriteString("type", Wire.Name(frozen.Type.Value));
        json.WriteEndObject();
    }

    private static void Score(Utf8JsonWriter json, decimal score, LeadFactors factors, EstimatedValue? value)
    {
        Amount(json, "score", score);
        json.WriteNumber("urgency", factors.Urgency);
        json.WriteNumber("value", factors.Value);
        json.WriteNumber("propensity", factors.Propensity);
        json.WriteNumber("strategicFit", factors.StrategicFit);
        if (value is null)
            return;
        Amount(json, "valueMin", value.Min);
        Amount(json, "valueMax", value.Max);
        json.WriteString("valueCurrency", value.Currency);
        json.WriteString("valueBasis", value.Basis);
    }

    // 12.50 and 12.5 are equal.
    private static void Amount(Utf8JsonWriter json, string name, decimal amount) =>
        json.WriteString(name, amount.ToString("0.############################", CultureInfo.InvariantCulture));

    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    private static void Day(Utf8JsonWriter json, string name, DateOnly? day)
    {
        if (day is { } known)
            json.WriteString(name, known.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset at) => json.WriteNumber(name, at.UtcTicks);
}
