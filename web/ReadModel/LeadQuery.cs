using System.Buffers;
using System.Collections.Frozen;
using OneLead.Views;

namespace OneLead.Web.ReadModel;

/// <summary>A lead as the index holds it: what nearly every query looks at lies beside the reference, so a scan stays in the array.</summary>
/// <param name="Version">The journal sequence that brought it, by which late news of a former account is told from fresh.</param>
/// <param name="Value">The maximum in minor units; null when unknown.</param>
internal readonly record struct LeadEntry(LeadRow Row, string AccountName, long Version, long? Value, int Score, LeadType Type, LeadStatus Status, Priority Priority)
{
    public static LeadEntry Of(LeadRow row, string accountName, long version) => new(
        row, accountName, version, row.Value is { } value ? (long)(value.Max * 100) : null, (int)(row.Score * 100), row.Type, row.Status, row.Priority);

    public bool IsOpen => Status is not (LeadStatus.Converted or LeadStatus.Rejected);
}

/// <summary>Which leads a query wants. Null and empty mean all.</summary>
/// <param name="Statuses">Null: the open ones.</param>
/// <param name="Assignee">A name, or <c>none</c> for leads that nobody has.</param>
internal sealed record LeadFilter(
    FrozenSet<LeadType>? Types = null, FrozenSet<Priority>? Priorities = null, FrozenSet<LeadStatus>? Statuses = null, FrozenSet<string>? Territories = null,
    string? AccountId = null, FrozenSet<string>? Families = null, string? Text = null, decimal? MinScore = null, string? Assignee = null)
{
    public const string Unassigned = "none";

    private readonly int _types = Mask(Types, -1);
    private readonly int _priorities = Mask(Priorities, -1);
    private readonly int _statuses = Mask(Statuses, 1 << (int)LeadStatus.New | 1 << (int)LeadStatus.Contacted | 1 << (int)LeadStatus.Qualified);
    private readonly int _minScore = (int)Math.Ceiling((MinScore ?? 0) * 100);
    private readonly SearchValues<string>? _text = string.IsNullOrWhiteSpace(Text) ? null : SearchValues.Create([Text.Trim()], StringComparison.OrdinalIgnoreCase);

    public bool Matches(in LeadEntry lead) =>
        (_statuses >> (int)lead.Status & 1) != 0 && (_types >> (int)lead.Type & 1) != 0 && (_priorities >> (int)lead.Priority & 1) != 0 && lead.Score >= _minScore
        && (AccountId is null || lead.Row.AccountId == AccountId)
        && (Territories is null || lead.Row.Territory is { } territory && Territories.Contains(territory))
        && (Families is null || Families.Contains(lead.Row.Family))
        && (Assignee is null || (Assignee == Unassigned ? lead.Row.Assignee is null : string.Equals(lead.Row.Assignee, Assignee, StringComparison.OrdinalIgnoreCase)))
        && (_text is null || Contains(lead.AccountName) || Contains(lead.Row.Serial) || Contains(lead.Row.Product) || Contains(lead.Row.ProductId)
            || Contains(lead.Row.Family) || Contains(lead.Row.Territory));

    private bool Contains(string? text) => text.AsSpan().ContainsAny(_text!);

    private static int Mask<T>(FrozenSet<T>? values, int otherwise) where T : struct, Enum =>
        values is { Count: > 0 } ? values.Aggregate(0, (mask, value) => mask | 1 << Convert.ToInt32(value, null)) : otherwise;
}

/// <summary>The sorts of leads.</summary>
internal static class LeadSorts
{
    public delegate SortKey KeyOf(in LeadEntry lead);

    public static readonly FrozenDictionary<string, KeyOf> All = new Dictionary<string, KeyOf>
    {
        ["score"] = (in lead) => SortKey.Of(lead.Score, lead.Row.Id),
        ["value"] = (in lead) => SortKey.Of(lead.Value, lead.Row.Id),
        ["priority"] = (in lead) => SortKey.Of((long)lead.Priority, lead.Row.Id),
        ["account"] = (in lead) => SortKey.Of(lead.AccountName, lead.Row.Id),
        ["territory"] = (in lead) => SortKey.Of(lead.Row.Territory, lead.Row.Id),
        ["updatedAt"] = (in lead) => SortKey.Of(lead.Row.UpdatedAt.UtcTicks, lead.Row.Id),
        ["type"] = (in lead) => SortKey.Of((long)lead.Type, lead.Row.Id),
        ["status"] = (in lead) => SortKey.Of((long)lead.Status, lead.Row.Id),
        ["product"] = (in lead) => SortKey.Of(lead.Row.Product, lead.Row.Id),
    }.ToFrozenDictionary();

    public static readonly Sort Default = new("score", true);
}
