using OneLead.Web.Access;

namespace OneLead.Web.Users;

/// <summary>Who has signed in, and what they may do.</summary>
/// <param name="Permissions">Of read, work_leads, write_records, read_operations, operate, manage_users, read_metrics, read_audit.</param>
/// <param name="SeesAllAccounts">False for those who see some accounts only: totals are then those of these accounts.</param>
public sealed record SessionUserJson(
    string Id, string Name, string DisplayName, Role Role, IReadOnlyList<string> Permissions, bool SeesAllAccounts, bool SeesSensitive,
    bool SecondFactor, int RecoveryCodes);

/// <summary>A sign-in provider: its button's text, and the address that the button opens.</summary>
public sealed record SignInProviderJson(string Name, string Title, string Url);

/// <summary>The state of sign-in.</summary>
/// <param name="HasUsers">False while everybody who can connect may do everything.</param>
/// <param name="User">Null for a caller who has not signed in.</param>
/// <param name="Antiforgery">What a browser sends in the header X-OneLead-Antiforgery with each request that changes something.</param>
public sealed record SessionJson(
    bool HasUsers, SessionUserJson? User, string? Antiforgery, IReadOnlyList<SignInProviderJson> Providers);

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
/// <param name="State">active, invited (has no password yet), locked (too many failed sign-ins) or disabled.</param>
public sealed record UserJson(
    string Id, string Name, string DisplayName, Role Role, IReadOnlyList<string> Territories, IReadOnlyList<string> KnownAs, string State,
    bool SecondFactor, DateTimeOffset CreatedAt)
{
    internal static UserJson Of(User user, DateTimeOffset now) => new(
        user.Id, user.Name, user.DisplayName, user.Role, user.Territories, user.KnownAs,
        user.IsDisabled ? "disabled"
        : user.IsLocked(now) ? "locked"
        : user.PasswordHash is null && user.SignIns.IsEmpty ? "invited"
        : "active",
        user.HasSecondFactor, user.CreatedAt);
}

/// <summary>The users of the tenant, by name.</summary>
public sealed record UsersJson(IReadOnlyList<UserJson> Items);

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
