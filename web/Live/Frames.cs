using System.Text.Json.Serialization;
using OneLead.Sources.Imports;
using OneLead.Web.Api;
using OneLead.Web.Pages;

namespace OneLead.Web.Live;

/// <summary>What a dashboard hears of a topic: changes to apply, or a state that replaces what it has, or just a beat.</summary>
/// <param name="Epoch">Sequences of different epochs do not compare: a new one asks for a fresh state.</param>
/// <param name="Sequence">1, 2, 3 … per topic and epoch; a beat repeats the last one. A gap asks for a fresh state.</param>
/// <param name="Changes">See <see cref="LeadChangeJson"/> and its siblings; a row's latest state wins.</param>
/// <param name="Total">Of a list of leads: how many rows it has now. Null: as before.</param>
public sealed record Frame(
    string Topic, string Epoch, long Sequence, bool Beat,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<object>? Changes = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] object? State = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Total = null);

/// <summary>The answer to Watch: the state at a sequence, from which frames go on.</summary>
public sealed record TopicState(string Topic, string Epoch, long Sequence, object State);

/// <summary>A lead that changed; lead is null when it has gone.</summary>
public sealed record LeadChangeJson(string Id, LeadJson? Lead, Priority? PreviousPriority);

/// <summary>An account that changed; account is null when it has gone.</summary>
public sealed record AccountChangeJson(string Id, AccountJson? Account);

/// <summary>A territory's roll-up that changed.</summary>
public sealed record TerritoryChangeJson(string Id, TerritoryJson Territory);

/// <summary>Something that changed its band.</summary>
public sealed record BandChangeJson(string Id, ChangeJson Change);

/// <summary>An import that moved on.</summary>
public sealed record ImportChangeJson(string Id, ImportJson Import);

/// <summary>The state of a list of leads: the rows themselves are queried.</summary>
public sealed record LeadListTopicJson(int Total);

/// <summary>The state of a lead's topic; null when there is none.</summary>
public sealed record LeadTopicJson(LeadJson? Lead);

/// <summary>The state of an account's topic.</summary>
public sealed record AccountTopicJson(AccountJson? Account, IReadOnlyList<LeadJson> Leads);

/// <summary>The state of a territory's topic.</summary>
public sealed record TerritoryTopicJson(TerritoryJson? Territory, IReadOnlyList<AccountJson> Leaderboard);
