using System.Buffers;
using System.Collections.Frozen;
using OneLead.Views;

namespace OneLead.Web.ReadModel;

/// <summary>
/// A lead in the index. Fields that most queries read are copied next to the reference, so a scan stays within the array.
/// </summary>
/// <param name="Version">The journal sequence of the lead, which distinguishes late changes of a former account from new ones.</param>
/// <param name="Value">The maximum in minor units; null when unknown.</param>
internal readonly record struct LeadEntry(
    LeadRow Row, string Id, string AccountName, long Version, long? Value, int Score, LeadType Type, LeadStatus Status, Priority Priority,
    int AccountNumber) : IAccountRow
{
    public static LeadEntry Of(LeadRow row, string accountName, long version, int accountNumber) => new(
        row, row.Id, accountName, version, row.Value is { } value ? (long)(value.Max * 100) : null, (int)(row.Score * 100), row.Type,
        row.Status, row.Priority, accountNumber);

    public bool IsOpen => !Status.IsClosed();
}

/// <summary>Filters leads. Null and empty mean all.</summary>
/// <param name="Statuses">Null: the open ones.</param>
/// <param name="Snoozed">True: only those that are snoozed beyond <paramref name="Today"/>; false: only the others.</param>
/// <param name="Assignees">Names of owners in any case; <c>none</c> stands for leads without one.</param>
internal sealed record LeadFilter(
    FrozenSet<LeadType>? Types = null, FrozenSet<Priority>? Priorities = null, FrozenSet<LeadStatus>? Statuses = null,
    FrozenSet<string>? Territories = null,
    string? AccountId = null, FrozenSet<string>? Families = null, string? Text = null, decimal? MinScore = null,
    FrozenSet<string>? Assignees = null, bool? Snoozed = null, DateOnly Today = default)
{
    public const string Unassigned = "none";

    private readonly int _types = Mask(Types, -1);
    private readonly int _priorities = Mask(Priorities, -1);
    private readonly int _statuses = Mask(
        Statuses, 1 << (int)LeadStatus.New | 1 << (int)LeadStatus.Contacted | 1 << (int)LeadStatus.Qualified);
    private readonly int _minScore = (int)Math.Ceiling((MinScore ?? 0) * 100);
    private readonly LeadText? _text = string.IsNullOrWhiteSpace(Text) ? null : new(Text.Trim());

    public bool Matches(in LeadEntry lead) =>
        (_statuses >> (int)lead.Status & 1) != 0 && (_types >> (int)lead.Type & 1) != 0 && (_priorities >> (int)lead.Priority & 1) != 0
            && lead.Score >= _minScore
        && (AccountId is null || lead.Row.AccountId == AccountId)
        && Territories.Wants(lead.Row.Territory)
        && (Families is null || Families.Contains(lead.Row.Family))
        && (Assignees is null || Assignees.Contains(lead.Row.Assignee ?? Unassigned))
        && (Snoozed is null || lead.Row.Work?.SnoozedUntil > Today == Snoozed)
        && (_text is null || _text.IsIn(in lead));

    private static int Mask<T>(FrozenSet<T>? values, int otherwise) where T : struct, Enum =>
        values is { Count: > 0 } ? values.Aggregate(0, (mask, value) => mask | 1 << Convert.ToInt32(value, null)) : otherwise;
}

/// <summary>
/// Searches a lead's texts without case. Neighbouring leads often share an account, whose texts are searched once. Not for
/// concurrent use.
/// </summary>
internal sealed class LeadText(string text)
{
    private readonly SearchValues<string> _text = SearchValues.Create([text], StringComparison.OrdinalIgnoreCase);
    private string? _account;
    private string? _territory;
    private bool _isInAccount;

    public bool IsIn(in LeadEntry lead)
    {
        if (!ReferenceEquals(lead.AccountName, _account) || !ReferenceEquals(lead.Row.Territory, _territory))
        {
            (_account, _territory) = (lead.AccountName, lead.Row.Territory);
            _isInAccount = Contains(_account) || Contains(_territory);
        }
        return _isInAccount || Contains(lead.Row.Serial) || Contains(lead.Row.Product) || Contains(lead.Row.ProductId)
            || Contains(lead.Row.Family) || Contains(lead.Row.Contract?.Number);
    }

    private bool Contains(string? text) => text.AsSpan().ContainsAny(_text);
}

/// <summary>The sorts of leads.</summary>
internal static class LeadSorts
{
    public delegate SortKey KeyOf(in LeadEntry lead);

    public static readonly FrozenDictionary<string, KeyOf> All = new Dictionary<string, KeyOf>
    {
        ["score"] = (in lead) => SortKey.Of(lead.Score, lead.Id),
        ["value"] = (in lead) => SortKey.Of(lead.Value, lead.Id),
        ["priority"] = (in lead) => SortKey.Of((long)lead.Priority, lead.Id),
        ["account"] = (in lead) => SortKey.Of(lead.AccountName, lead.Id),
        ["territory"] = (in lead) => SortKey.Of(lead.Row.Territory, lead.Id),
        ["updatedAt"] = (in lead) => SortKey.Of(lead.Row.UpdatedAt.UtcTicks, lead.Id),
        ["type"] = (in lead) => SortKey.Of((long)lead.Type, lead.Id),
        ["status"] = (in lead) => SortKey.Of((long)lead.Status, lead.Id),
        ["product"] = (in lead) => SortKey.Of(lead.Row.Product, lead.Id),
    }.ToFrozenDictionary();

    public static readonly Sort Default = new("score", true);
}
