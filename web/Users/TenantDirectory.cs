using System.Collections.Frozen;
using System.Collections.Immutable;
using OneLead.Rules;
using OneLead.Web.Access;
using OneLead.Web.Api;

namespace OneLead.Web.Users;

/// <summary>The users and keys of a tenant, as they are stored.</summary>
internal sealed record TenantDirectory(ImmutableArray<User> Users, ImmutableArray<ApiKey> Keys)
{
    private readonly FrozenDictionary<string, (User User, Caller Caller)>? _users;
    private readonly FrozenDictionary<string, (ApiKey Key, Caller Caller)>? _keys;

    private TenantDirectory(TenantDirectory stored, string tenant, TerritoryTree territories) : this(stored)
    {
        _users = Users.ToFrozenDictionary(static u => u.Id, u => (u, u.Caller(tenant, territories)), StringComparer.Ordinal);
        _keys = Keys.ToFrozenDictionary(static k => k.Hash, k => (k, k.Caller(tenant, territories)), StringComparer.Ordinal);
    }

    /// <summary>The roles whose people need a second factor. A provider that signs somebody in decides about theirs.</summary>
    public ImmutableArray<Role> SecondFactorRoles { get; init; } = [];

    public static TenantDirectory Empty { get; } = new([], []);

    public static TenantDirectory Read(byte[] json) => StoredJson.Read<TenantDirectory>(json);

    public byte[] Write() => StoredJson.Write(this);

    /// <summary>Prepares it for questions about callers.</summary>
    public TenantDirectory Indexed(string tenant, TerritoryTree territories) => new(this, tenant, territories);

    public User? Find(string id) => Users.FirstOrDefault(u => u.Id == id);

    public User? FindByName(string name) =>
        Users.FirstOrDefault(u => string.Equals(u.Name, name.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The caller of a session; null if it is over or was ended, if the user is gone or disabled, or has changed what sessions depend on.
    /// </summary>
    public Caller? Person(string id, string stamp, CallerSession session, DateTimeOffset now) =>
        now - session.Since < AccessSetup.LongestSession
        && _users!.TryGetValue(id, out var known) && !known.User.IsDisabled && known.User.Stamp == stamp
        && known.User.EndedSessions.All(e => e.Id != session.Id)
            ? Person(known.User, known.Caller with { Session = session })
            : null;

    private Caller Person(User user, Caller caller) =>
        user.HasSecondFactor || user.PasswordHash is null || caller.Session!.IsOfProvider || !SecondFactorRoles.Contains(user.Role)
            ? caller
            : caller with { MustAddSecondFactor = true, Permissions = [] };

    /// <summary>What a user sees; null if there is none.</summary>
    public Visibility? VisibilityOf(string id) => _users!.TryGetValue(id, out var known) ? known.Caller.Visibility : null;

    /// <summary>The caller with a key; null if there is none with this hash, or if it has expired.</summary>
    public Caller? Program(string hash, DateTimeOffset now) =>
        _keys!.TryGetValue(hash, out var known) && !(known.Key.ExpiresAt <= now) ? known.Caller : null;

    /// <summary>The directory with another state of a user; the user is added if it is new.</summary>
    public TenantDirectory With(User user) =>
        this with { Users = [.. Users.Where(u => u.Id != user.Id), user with { Version = user.Version + 1 }] };

    public TenantDirectory Without(User user) => this with { Users = Users.RemoveAll(u => u.Id == user.Id) };

    /// <summary>True if this change keeps somebody who can sign in and manage users, or if there was nobody before.</summary>
    public bool KeepsAdministrator(TenantDirectory before) => Users.Any(IsAdministrator) || (
        !before.Users.Any(IsAdministrator) && (!Users.IsEmpty || before.Users.IsEmpty));

    private static bool IsAdministrator(User user) => user is { Role: Role.Administrator, IsDisabled: false }
        && (user.PasswordHash is not null || !user.SignIns.IsEmpty);
}
