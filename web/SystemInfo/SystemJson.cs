namespace OneLead.Web.SystemInfo;

/// <summary>A count by name.</summary>
public sealed record CountJson(string Name, long Count);

/// <summary>The journal of the tenant.</summary>
/// <param name="Bytes">Null if the store does not report it.</param>
public sealed record JournalJson(long Sequence, long? Bytes);

/// <summary>A check of the installation: ok, warning or failed, with an explanation.</summary>
public sealed record CheckJson(string Name, string State, string Text);

/// <summary>The state of the installation.</summary>
/// <param name="DeadLettersOpen">Null if they cannot be counted now.</param>
/// <param name="OpenToNetwork">True if other machines can connect: there are no users, so everybody who does can change everything.</param>
/// <param name="Queue">Rows that wait for delivery to their accounts.</param>
/// <param name="Unsaved">Accounts that wait for their snapshot to be stored.</param>
public sealed record SystemJson(
    string Version, DateTimeOffset StartedAt, double UptimeSeconds, string Storage, DateOnly? Day, string RulesVersion, JournalJson Journal,
    long Queue, long Unsaved, int Connections,
    IReadOnlyList<CountJson> Actors, IReadOnlyList<CountJson> Model, IReadOnlyList<CountJson> DeadLetters, long? DeadLettersOpen,
    IReadOnlyList<CheckJson> Checks, bool OpenToNetwork);
