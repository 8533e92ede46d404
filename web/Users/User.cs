using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OneLead.Rules;
using OneLead.Web.Access;

namespace OneLead.Web.Users;

/// <summary>An account at another sign-in provider.</summary>
internal sealed record ExternalSignIn(string Provider, string Subject);

/// <summary>A link that was handed to a person and lets them set a password, once.</summary>
/// <param name="Hash">SHA-256 of its token, in hex.</param>
internal sealed record PasswordLink(string Hash, DateTimeOffset ExpiresAt);

/// <summary>A code of an authenticator app, and when it was accepted.</summary>
internal sealed record UsedCode(string Code, DateTimeOffset At);

/// <summary>Days on which a person does not work leads.</summary>
/// <param name="Until">The last day; null: the end is open.</param>
/// <param name="Deputy">The id of the user who gets the person's new leads meanwhile; null: nobody does.</param>
internal sealed record Absence(DateOnly From, DateOnly? Until, string? Deputy)
{
    public bool Covers(DateOnly day) => From <= day && !(Until < day);
}

/// <summary>A session that was ended before its time.</summary>
internal sealed record EndedSession(string Id, DateTimeOffset At);

/// <summary>A person who signs in. Changes are made on a copy and stored with <see cref="Directories"/>.</summary>
internal sealed record User
{
    public required string Id { get; init; }

    /// <summary>The name to sign in with, unique in its tenant without case: an e-mail address or a short name.</summary>
    public required string Name { get; set; }

    public required string DisplayName { get; set; }

    public required Role Role { get; set; }

    /// <summary>The territories of a territory manager.</summary>
    public ImmutableArray<string> Territories { get; set; } = [];

    /// <summary>The names under which sources know the person, besides the two above: a CRM's owner id, another spelling.</summary>
    public ImmutableArray<string> KnownAs { get; set; } = [];

    public bool IsDisabled { get; set; }

    public string? PasswordHash { get; set; }

    /// <summary>
    /// Changes with the password, the role and the state, and when the second factor is turned off or all sessions are ended. Sessions
    /// with another one have ended.
    /// </summary>
    public string Stamp { get; set; } = "";

    /// <summary>The secret of the authenticator app; null without a second factor, and while it is being set up.</summary>
    public string? TotpKey { get; set; }

    public bool HasSecondFactor { get; set; }

    /// <summary>SHA-256 of the recovery codes that are left.</summary>
    public ImmutableArray<string> RecoveryCodes { get; set; } = [];

    /// <summary>Codes that were accepted in the last minutes, which are not accepted again.</summary>
    public ImmutableArray<UsedCode> UsedCodes { get; set; } = [];

    /// <summary>Sessions that were ended before their time, until their cookies expire.</summary>
    public ImmutableArray<EndedSession> EndedSessions { get; set; } = [];

    public int FailedSignIns { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    public bool IsLocked(DateTimeOffset now) => LockedUntil > now;

    public ImmutableArray<ExternalSignIn> SignIns { get; set; } = [];

    public PasswordLink? Link { get; set; }

    /// <summary>The last absence that was entered; null without one.</summary>
    public Absence? Absence { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Incremented by each change. A change must be made on the current version.</summary>
    public int Version { get; set; }

    /// <summary>True if leads can be assigned to the person.</summary>
    [JsonIgnore]
    public bool WorksLeads => !IsDisabled && Role.Permissions().Contains(Permission.WorkLeads);

    /// <summary>The names by which sources are believed. A provider's word for the display name is not checked by anybody.</summary>
    [JsonIgnore]
    public ImmutableArray<string> SourceNames => SignIns.IsEmpty ? [Name, DisplayName, .. KnownAs] : [Name, .. KnownAs];

    public Caller Caller(string tenant, TerritoryTree territories) =>
        new(CallerKind.Person, tenant, Id, DisplayName, Role, Visibility.Of(Role, SourceNames, territories.WithBelow(Territories)),
            Role.Permissions(), Stamp)
        {
            Names = [DisplayName, Name, .. KnownAs],
        };
}

/// <summary>A key for programs. Only its hash is stored.</summary>
/// <param name="Hash">SHA-256 of the key, in hex.</param>
/// <param name="Scopes">Limits what the role may do; empty: no limit.</param>
internal sealed record ApiKey(
    string Id, string Name, Role Role, ImmutableArray<string> Territories, ImmutableArray<string> KnownAs,
    ImmutableArray<Permission> Scopes, string Hash, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)
{
    public Caller Caller(string tenant, TerritoryTree territories) => new(
        CallerKind.Program, tenant, Id, Name, Role, Visibility.Of(Role, [Name, .. KnownAs], territories.WithBelow(Territories)),
        Scopes.IsEmpty ? Role.Permissions() : [.. Role.Permissions().Intersect(Scopes)], Hash)
    {
        Names = [Name, .. KnownAs],
    };
}
