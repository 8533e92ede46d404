using System.Text.Json.Serialization;
using OneLead.Sources.Imports;
using OneLead.Web.Accounts;
using OneLead.Web.Changes;
using OneLead.Web.Items;
using OneLead.Web.Leads;
using OneLead.Web.Territories;

namespace OneLead.Web.Live;

/// <summary>A message on a topic: changes to apply, a state that replaces everything, or only a heartbeat.</summary>
/// <param name="Epoch">Sequences of different epochs are not comparable: a new epoch requires a new state.</param>
/// <param name="Sequence">1, 2, 3 … per topic and epoch; a beat repeats the last one. A gap requires a new state.</param>
/// <param name="Changes">See <see cref="LeadChangeJson"/> and its siblings; a row's latest state wins.</param>
/// <param name="Total">The number of rows of a list of leads. Null: unchanged.</param>
public sealed record Frame(
    string Topic, string Epoch, long Sequence, bool Beat,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<object>? Changes = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] object? State = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Total = null);

/// <summary>The answer to Watch: the state at a sequence, from which frames continue.</summary>
public sealed record TopicState(string Topic, string Epoch, long Sequence, object State);

/// <summary>A lead that changed; lead is null if it is gone.</summary>
public sealed record LeadChangeJson(string Id, LeadJson? Lead, Priority? PreviousPriority);

/// <summary>An account that changed; account is null if it is gone.</summary>
public sealed record AccountChangeJson(string Id, AccountJson? Account);

/// <summary>An item that changed; item is null when it is gone.</summary>
public sealed record ItemChangeJson(string Id, ItemJson? Item);

/// <summary>A territory's roll-up that changed.</summary>
public sealed record TerritoryChangeJson(string Id, TerritoryJson Territory);

/// <summary>A lead whose priority changed, or an account whose risk changed.</summary>
public sealed record BandChangeJson(string Id, ChangeJson Change);

/// <summary>An import that made progress.</summary>
public sealed record ImportChangeJson(string Id, ImportJson Import);

/// <summary>The state of a list of leads; clients query the rows themselves.</summary>
public sealed record LeadListTopicJson(int Total);

/// <summary>The state of a lead's topic; lead is null if there is none.</summary>
public sealed record LeadTopicJson(LeadJson? Lead);

/// <summary>The state of an account's topic.</summary>
public sealed record AccountTopicJson(AccountJson? Account, IReadOnlyList<LeadJson> Leads);

/// <summary>The state of a territory's topic.</summary>
public sealed record TerritoryTopicJson(TerritoryJson? Territory, IReadOnlyList<AccountJson> Leaderboard);
