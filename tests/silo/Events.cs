using OneLead.Events;

namespace OneLead.Silo.Tests;

/// <summary>Change events for tests.</summary>
internal static class Events
{
    public static readonly DateTimeOffset Start = new(2025, 10, 1, 0, 0, 0, TimeSpan.Zero);

    private const string Expired = "Warranty Expired - Uncovered Box";

    public static ChangeEvent Item(string serial, string territory, string status = Expired, string endOfLife = "2015-07-01", int at = 0,
        string? id = null) => Of(
        EventKind.Item, Keys.Item(null, serial), Keys.Territory(territory), id ?? $"item:{serial}:{territory}:{at}:{status}", at,
        ("serial", FieldValue.Of(serial)), ("territory", FieldValue.Of(territory)), ("supportStatus", FieldValue.Of(status)),
        ("endOfLife", FieldValue.Of(endOfLife)),
        ("productId", FieldValue.Of("654081-B21")), ("productName", FieldValue.Of("HP DL360p Gen8 8-SFF CTO Server")),
        ("businessUnit", FieldValue.Of("Compute Product")));

    public static ChangeEvent Opportunity(string id, string territory, string name, string? status = null, int at = 0)
    {
        var opportunity = Of(EventKind.Opportunity, id, Keys.Name(territory, name), $"opportunity:{id}:{at}:{status}", at,
            ("territory", FieldValue.Of(territory)), ("accountName", FieldValue.Of(name)));
        return status is null ? opportunity : opportunity with { Data = opportunity.Data.With("status", FieldValue.Of(status)) };
    }

    public static ChangeEvent Status(string lead, string status, int? expected = null, string? reason = null, string id = "")
    {
        var data = EventData.Of(("status", FieldValue.Of(status)));
        if (expected is { } version)
            data = data.With("expectedVersion", FieldValue.Of(version));
        if (reason is not null)
            data = data.With("reason", FieldValue.Of(reason));
        return new ChangeEvent("", EventKind.LeadStatus, lead, EventSchema.Version, "test",
            $"status:{lead}:{status}:{expected}:{id}", Start, data);
    }

    private static ChangeEvent Of(EventKind kind, string entity, string account, string id, int at, params (string, FieldValue)[] fields) =>
        new(account, kind, entity, EventSchema.Version, "test", id, Start.AddMinutes(at), EventData.Of(fields));
}
