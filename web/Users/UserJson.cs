using OneLead.Events;
using OneLead.Web.Access;

namespace OneLead.Web.Users;

/// <summary>Who has signed in, and what they may do.</summary>
/// <param name="Permissions">The names of permissions, as the scopes of keys have them: read, work_leads …</param>
/// <param name="SeesAllAccounts">False for those who see some accounts only: totals are then those of these accounts.</param>
/// <param name="VisibleKinds">The kinds of records that are shown; null: all.</param>
/// <param name="HasPassword">False for those who sign in with a provider only, who have no second factor here either.</param>
/// <param name="MustAddSecondFactor">True if the role needs a second factor: until there is one, nothing else is answered.</param>
/// <param name="Names">The names under which leads are the user's: <c>assignee=me</c> means these.</param>
/// <param name="Absence">The last absence that was entered; null without one.</param>
public sealed record SessionUserJson(
    string Id, string Name, string DisplayName, Role Role, IReadOnlyList<string> Permissions, bool SeesAllAccounts, bool SeesSensitive,
    IReadOnlyList<EventKind>? VisibleKinds, bool HasPassword, bool SecondFactor, bool MustAddSecondFactor, int RecoveryCodes,
    IReadOnlyList<string> Names, AbsenceJson? Absence);

/// <summary>A permission, and what it lets its holder do.</summary>
public sealed record PermissionJson(string Name, string Text);

/// <summary>A role in words.</summary>
public sealed record RoleJson(Role Role, string Name, string Sees, string Does, IReadOnlyList<PermissionJson> Permissions)
{
    internal static IReadOnlyList<RoleJson> All { get; } =
    [
        .. RoleWords.All.Select(static r => new RoleJson(
            r, r.Name(), r.Sees(), r.Does(), [.. r.Permissions().Order().Select(static p => new PermissionJson(p.Policy(), p.Text()))])),
    ];
}

/// <summary>A sign-in provider: its button's text, and the address that the button opens.</summary>
public sealed record SignInProviderJson(string Name, string Title, string Url);

/// <summary>The state of sign-in.</summary>
/// <param name="HasUsers">False while everybody who can connect may do everything.</param>
/// <param name="Organisation">The organisation that was asked; null for the default one.</param>
/// <param name="HasOrganisations">True if there are others beside the default one.</param>
/// <param name="User">Null for a caller who has not signed in.</param>
/// <param name="Antiforgery">What a browser sends in the header X-OneLead-Antiforgery with each request that changes something.</param>
/// <param name="Roles">Empty for a caller who has not signed in.</param>
public sealed record SessionJson(
    bool HasUsers, string? Organisation, bool HasOrganisations, SessionUserJson? User, string? Antiforgery,
    IReadOnlyList<SignInProviderJson> Providers, IReadOnlyList<RoleJson> Roles);

/// <summary>An open session of the caller.</summary>
/// <param name="Id">Names it; nobody can sign in with it.</param>
/// <param name="UsedAt">Up to five minutes before the last use.</param>
/// <param name="Browser">Such as Firefox on Windows; null if it is not known.</param>
/// <param name="Address">From which it was used last; null if it is not known.</param>
/// <param name="Current">True for the session of this request.</param>
public sealed record OpenSessionJson(
    string Id, DateTimeOffset SignedInAt, DateTimeOffset UsedAt, string? Browser, string? Address, bool Current);

/// <summary>The open sessions of the caller, this one first, then the last used first.</summary>
public sealed record OpenSessionsJson(IReadOnlyList<OpenSessionJson> Items);

/// <summary>The body of POST session.</summary>
/// <param name="Code">Of the authenticator app, or a recovery code; required for users with a second factor.</param>
public sealed record SignInRequest(string? Name, string? Password, string? Code);

/// <summary>The body of POST session/link: sets a password with a one-time link.</summary>
public sealed record PasswordLinkRequest(string? Token, string? Password);

/// <summary>The body of POST session/first-user: makes the first administrator with the link that the server printed.</summary>
public sealed record FirstUserRequest(string? Token, string? Name, string? DisplayName, string? Password);

/// <summary>The body of POST session/password.</summary>
public sealed record PasswordRequest(string? Current, string? Password);

/// <summary>The body of DELETE session/second-factor.</summary>
public sealed record RemoveCodeRequest(string? Code, string? Current);

/// <summary>The body of PUT session/second-factor.</summary>
public sealed record CodeRequest(string? Code);

/// <summary>The body of POST session/second-factor.</summary>
public sealed record CurrentPasswordRequest(string? Current);

/// <summary>The secret for an authenticator app.</summary>
/// <param name="Key">In base 32, to type in.</param>
/// <param name="Uri">otpauth://…, to show as a QR code.</param>
public sealed record SecondFactorJson(string Key, string Uri);

/// <summary>Codes that each replace the authenticator app once. They are shown once.</summary>
public sealed record RecoveryCodesJson(IReadOnlyList<string> Codes);

/// <summary>A user, as administrators see them.</summary>
/// <param name="Territories">Of a territory manager.</param>
/// <param name="KnownAs">The names under which sources know the person, besides name and displayName.</param>
/// <param name="Absence">The last absence that was entered; null without one.</param>
/// <param name="State">active, invited (has no password yet), locked (too many failed sign-ins) or disabled.</param>
public sealed record UserJson(
    string Id, string Name, string DisplayName, Role Role, IReadOnlyList<string> Territories, IReadOnlyList<string> KnownAs, string State,
    bool SecondFactor, DateTimeOffset CreatedAt, AbsenceJson? Absence)
{
    internal static UserJson Of(User user, DateTimeOffset now) => new(
        user.Id, user.Name, user.DisplayName, user.Role, user.Territories, user.KnownAs,
        user.IsDisabled ? "disabled"
        : user.IsLocked(now) ? "locked"
        : user.PasswordHash is null && user.SignIns.IsEmpty ? "invited"
        : "active",
        user.HasSecondFactor, user.CreatedAt, user.Absence is { } absence ? AbsenceJson.Of(absence) : null);
}

/// <summary>The users of the tenant, by name.</summary>
/// <param name="SecondFactorRoles">The roles whose people need a second factor.</param>
public sealed record UsersJson(IReadOnlyList<UserJson> Items, IReadOnlyList<Role> SecondFactorRoles);

/// <summary>The body of PUT users/second-factor.</summary>
/// <param name="Roles">Those whose people need a second factor, in place of the former ones.</param>
public sealed record SecondFactorRolesRequest(IReadOnlyList<Role>? Roles);

/// <summary>The body of POST users and PUT users/{id}.</summary>
/// <param name="Name">Only POST: the name to sign in with, an e-mail address or a short name.</param>
/// <param name="Password">Only POST: null makes a one-time link.</param>
/// <param name="Disabled">Only PUT: a disabled user cannot sign in, and their sessions end.</param>
public sealed record UserRequest(
    string? Name, string? DisplayName, Role? Role, IReadOnlyList<string>? Territories, IReadOnlyList<string>? KnownAs, string? Password,
    bool? Disabled);

/// <summary>A user with the link that lets them set a password; the link is shown once.</summary>
/// <param name="Link">Null if the user has a password.</param>
public sealed record InvitedUserJson(UserJson User, string? Link, DateTimeOffset? LinkExpiresAt);

/// <summary>Somebody to whom leads can be assigned.</summary>
public sealed record PersonJson(string Id, string Name, string DisplayName, Role Role);

/// <summary>The people of the tenant who work leads, by display name.</summary>
public sealed record PeopleJson(IReadOnlyList<PersonJson> Items);

/// <summary>A key for programs, without its secret.</summary>
/// <param name="Scopes">What limits the role; empty: nothing does.</param>
/// <param name="State">active or expired.</param>
public sealed record KeyJson(
    string Id, string Name, Role Role, IReadOnlyList<string> Scopes, IReadOnlyList<string> Territories, IReadOnlyList<string> KnownAs,
    string State, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)
{
    internal static KeyJson Of(ApiKey key, DateTimeOffset now) => new(
        key.Id, key.Name, key.Role, [.. key.Scopes.Select(static s => s.Policy())], key.Territories, key.KnownAs,
        key.ExpiresAt <= now ? "expired" : "active", key.CreatedAt, key.ExpiresAt);
}

/// <summary>The keys of the tenant, by name.</summary>
public sealed record KeysJson(IReadOnlyList<KeyJson> Items);

/// <summary>The body of POST keys.</summary>
/// <param name="Scopes">Names of permissions that limit the role.</param>
public sealed record KeyRequest(
    string? Name, Role? Role, IReadOnlyList<string>? Scopes, IReadOnlyList<string>? Territories, IReadOnlyList<string>? KnownAs,
    DateTimeOffset? ExpiresAt);

/// <summary>A key with its secret, which is shown once.</summary>
public sealed record NewKeyJson(KeyJson Key, string Secret);
