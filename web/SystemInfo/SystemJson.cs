namespace OneLead.Web.SystemInfo;

/// <summary>A count by name.</summary>
public sealed record CountJson(string Name, long Count);

/// <summary>The journal of the tenant.</summary>
/// <param name="Bytes">Null if the store does not report it.</param>
/// <param name="Owner">The node that writes it; null if it does not answer now.</param>
/// <param name="Epoch">Raised each time that a node takes the journal; null on the embedded store, and if the owner is unknown.</param>
/// <param name="OwnedSince">When the owner took it.</param>
/// <param name="SealedThrough">Every row up to here is sealed; null if that is not known.</param>
public sealed record JournalJson(long Sequence, long? Bytes, string? Owner, long? Epoch, DateTimeOffset? OwnedSince, long? SealedThrough);

/// <summary>An account with rows that wait for delivery.</summary>
/// <param name="Failures">The number of failed attempts in a row.</param>
public sealed record WaitingAccountJson(string Account, int Rows, int Failures);

/// <summary>A process that takes part. What is null is not known, because the node did not answer.</summary>
/// <param name="Name">Its address and run, which logs and metrics name, too.</param>
/// <param name="State">joining, active or stopping.</param>
/// <param name="Self">True for the node that answers this request.</param>
/// <param name="Role">serve, or work: without API and dashboard.</param>
/// <param name="Unsaved">Accounts that wait for their snapshot to be stored.</param>
/// <param name="Actors">Its actors in memory, by kind.</param>
public sealed record NodeJson(
    string Name, string State, bool Self, bool OwnsJournal, string? Host, string? Version, string? Role, DateTimeOffset? StartedAt,
    int? Dashboards, int? Unsaved, IReadOnlyList<CountJson> Actors);

/// <summary>A check of the installation: ok, warning or failed, with an explanation.</summary>
public sealed record CheckJson(string Name, string State, string Text);

/// <summary>The state of the installation.</summary>
/// <param name="DeadLettersOpen">Null if they cannot be counted now.</param>
/// <param name="OpenToNetwork">True if other machines can connect: there are no users, so everybody who does can change everything.</param>
/// <param name="OrleansDashboard">The address of Orleans' own dashboard, which times the calls to actors; null if it is off.</param>
/// <param name="Queue">Rows that wait for delivery to their accounts; null if the journal's owner does not answer now.</param>
/// <param name="LongestQueues">The accounts with most such rows.</param>
/// <param name="Unsaved">Accounts that wait for their snapshot to be stored; null if a node does not answer now.</param>
/// <param name="Connections">Dashboards that are connected to all nodes; null if a node does not answer now.</param>
/// <param name="Nodes">The processes that take part: one on the embedded store.</param>
public sealed record SystemJson(
    string Version, DateTimeOffset StartedAt, double UptimeSeconds, string Storage, DateOnly? Day, string RulesVersion, JournalJson Journal,
    long? Queue, IReadOnlyList<WaitingAccountJson> LongestQueues, long? Unsaved, int? Connections, IReadOnlyList<NodeJson> Nodes,
    IReadOnlyList<CountJson> Actors, IReadOnlyList<CountJson> Model, IReadOnlyList<CountJson> DeadLetters, long? DeadLettersOpen,
    IReadOnlyList<CheckJson> Checks, bool OpenToNetwork, string? OrleansDashboard);
