using System.Collections.Frozen;
using System.Globalization;
using OneLead.Values;

namespace OneLead.Events;

/// <summary>
/// The type of a known field. Money is a decimal in major units with a separate currency field. Rate is 0-1; sources that
/// send 0-100 are normalised before the journal. Instant is RFC 3339.
/// </summary>
public enum FieldKind { Text, Date, Instant, Number, Integer, Money, Rate, Flag }

/// <summary>A field with an invalid value, and the reason.</summary>
public readonly record struct FieldError(string Field, string Value, string Reason);

/// <summary>
/// The known fields of each kind; docs/api.md has the same table. Unlisted fields are kept unchanged. Scores, risk,
/// priorities and account ids are not fields, so callers cannot write them.
/// </summary>
public static class EventSchema
{
    /// <summary>The current version of every kind's schema.</summary>
    public const int Version = 1;

    /// <summary>The maximum length of a text field in characters.</summary>
    public const int MaxText = 4_000;

    /// <summary>Numbers and amounts of known fields are smaller than this.</summary>
    public const decimal MaxQuantity = 1e15m;

    /// <summary>The maximum length of a field's name in characters.</summary>
    public const int MaxName = 400;

    /// <summary>The maximum number of fields in one event.</summary>
    public const int MaxFields = 200;

    public static IReadOnlyDictionary<string, FieldKind> Fields(EventKind kind) =>
        Known.TryGetValue(kind, out var fields) ? fields : FrozenDictionary<string, FieldKind>.Empty;

    /// <summary>Returns the shared string of a known field name, or null.</summary>
    internal static string? KnownName(ReadOnlySpan<char> name) => Names.TryGetValue(name, out var known) ? known : null;

    /// <summary>Checks an event's data against the schema of its kind. An empty result means that it is valid.</summary>
    public static IReadOnlyList<FieldError> Check(EventKind kind, EventData data)
    {
        List<FieldError>? errors = null;
        if (data.Fields.Length > MaxFields)
            (errors ??= []).Add(
                new("", data.Fields.Length.ToString(CultureInfo.InvariantCulture), $"an event carries at most {MaxFields} fields"));
        var known = Fields(kind);
        foreach (var (name, value) in data.Fields)
        {
            if ((NameProblem(name) ?? Problem(known.TryGetValue(name, out var expected) ? expected : null, value)) is { } reason)
                (errors ??= []).Add(new(
                    UnpairedSurrogates.Replace(Shorten(name)), UnpairedSurrogates.Replace(Shorten(value.ToString())), reason));
        }
        return errors ?? (IReadOnlyList<FieldError>)[];
    }

    private static string? NameProblem(string name) =>
        name.Length > MaxName ? $"a field's name has at most {MaxName} characters"
        : UnpairedSurrogates.AreIn(name) ? UnpairedSurrogates.Reason
        : null;

    private static string? Problem(FieldKind? expected, FieldValue value)
    {
        if (value.Text is { Length: > MaxText })
            return $"longer than {MaxText} characters";
        if (value.Text is { } text && (value.Type == FieldType.Json ? UnpairedSurrogates.AreInJson(text) : UnpairedSurrogates.AreIn(text)))
            return UnpairedSurrogates.Reason;
        if (value.Type == FieldType.Number && value.AsNumber() is null)
            return "must be a number below 10^20";
        if (value.IsNull || expected is null)
            return null;
        return expected switch
        {
            FieldKind.Text => value.Type == FieldType.Text ? null : "must be a text",
            FieldKind.Date => value.Type == FieldType.Text && value.Text!.Length == 10 && value.AsDate() is not null
                ? null
                : "must be a date, yyyy-MM-dd",
            FieldKind.Instant => value.Type == FieldType.Text
                && DateTimeOffset.TryParse(value.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
                ? null
                : "must be a time, RFC 3339",
            FieldKind.Integer => value.Type == FieldType.Number && decimal.IsInteger(value.Number) && Math.Abs(value.Number) <= int.MaxValue
                ? null
                : "must be a whole number",
            FieldKind.Number => value.Type == FieldType.Number && Math.Abs(value.Number) < MaxQuantity
                ? null
                : "must be a number below 10^15",
            FieldKind.Money => value.Type == FieldType.Number && Math.Abs(value.Number) < MaxQuantity
                && decimal.Round(value.Number, 2) == value.Number
                ? null
                : "must be an amount below 10^15 with at most two decimals",
            FieldKind.Rate => value.Type == FieldType.Number && value.Number is >= 0 and <= 10 ? null : "must be a rate, 0 to 1",
            _ => value.Type == FieldType.Flag ? null : "must be true or false",
        };
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";

    private static readonly FrozenDictionary<EventKind, FrozenDictionary<string, FieldKind>> Known = new Dictionary<EventKind, string>
    {
        [EventKind.Item] =
            "serial vendor productId productName platform businessArea businessUnit line territory endOfLife:date "
                + "endOfService:date supportStart:date supportEnd:date supportSource supportStatus agreementId installDate:date "
                + "warrantyStart:date warrantyEnd:date supportLevel contractValue:money currency quantity:integer location version "
                + "usageTier",
        [EventKind.Account] =
            "name territory customerId tier segment industry country region accountManager managerByHand managerSetBy "
                + "annualRevenue:money currency employees:integer active:flag website parentAccount created:date status "
                + "healthUsage:number healthSupport:number healthPayment:number healthEngagement:number healthSentiment:number "
                + "healthTrend churnProbability:rate expansionProbability:rate",
        [EventKind.Opportunity] =
            "name territory accountName productLine stage status amount:money currency probability:rate competitor "
                + "urgency:integer created:date closeDate:date actualCloseDate:date closed:flag won:flag owner type product region "
                + "leadSource reason discount:rate",
        [EventKind.Project] =
            "name customerId customerName territoryName practice status stage businessArea country start:date end:date "
                + "size length days:integer financialStatus health opportunityId type thirdPartyServices:flag "
                + "thirdPartyMaterial:flag labor:flag value:money currency",
        [EventKind.ServiceCredit] =
            "name practice purchased:number converted:number delivered:number convertedNotDelivered:number active:number "
                + "expired:number expiryBucket contractEnd:date",
        [EventKind.Contract] =
            "number type start:date end:date totalValue:money annualValue:money currency serviceLevel autoRenewal:flag "
                + "renewalOpportunity noticeDays:integer status opportunityId signed:date",
        [EventKind.Contact] = "name firstName lastName email phone title department role primary:flag status lastContact:date",
        [EventKind.Order] = "number status amount:money currency orderDate:date delivered:date type",
        [EventKind.Usage] =
            "product metric period:date value:number limit:number activeUsers:integer adoption:rate utilization:number errorRate:number",
        [EventKind.Ticket] =
            "subject status priority severity opened:instant resolved:instant escalated:flag slaBreached:flag product "
                + "number type category channel owner firstResponse:instant closed:instant",
        [EventKind.Survey] = "type score:number scale:number comment answered:date ticket recommend:flag",
        [EventKind.Payment] = "invoice amount:money currency due:date paid:date status",
        [EventKind.Activity] = "type subject outcome owner at:instant contact opportunityId sentiment next:date",
        [EventKind.Engagement] = "type campaign channel outcome at:instant contact score:number",
        [EventKind.LeadStatus] = "status reason opportunityId expectedVersion:integer by note",
        [EventKind.LeadAssignment] = "assignee expectedVersion:integer by",
        [EventKind.Override] = "field value reason by",
        [EventKind.Link] = "to previous rule name matched similarity:integer accountName account by decidedBy",
        [EventKind.Audit] = "action object name",
        [EventKind.ProductLifecycle] = "productName endOfLife:date endOfService:date successor line vendor released:date",
        [EventKind.ServiceOffer] = "category product name skus position:integer credits note",
        [EventKind.Service] = "practice subPractice name position:integer",
        [EventKind.TerritoryMapping] = "name alias territory parent",
        [EventKind.RulesPublished] = "version yaml by",
        [EventKind.DayBegun] = "day:date",
        [EventKind.Retraction] = "from:integer to:integer import reason by",
    }.ToFrozenDictionary(p => p.Key, p => p.Value.Split(' ').Select(f => f.Split(':')).ToFrozenDictionary(
        f => f[0], f => f.Length == 1 ? FieldKind.Text : Enum.Parse<FieldKind>(f[1], ignoreCase: true), StringComparer.Ordinal));

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Names =
        Known.Values.SelectMany(fields => fields.Keys).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
