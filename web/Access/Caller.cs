using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Security.Claims;
using OneLead.Events;

namespace OneLead.Web.Access;

/// <summary>Who sends requests.</summary>
internal enum CallerKind
{
    /// <summary>Anybody on this machine, while there are no users.</summary>
    Anybody,

    /// <summary>A person who has signed in.</summary>
    Person,

    /// <summary>A program with an API key.</summary>
    Program,

    /// <summary>A command of this machine's user, who owns the data directory.</summary>
    Shell,
}

/// <summary>A person's session.</summary>
/// <param name="Id">Names it; nobody can sign in with it.</param>
/// <param name="Since">When the person signed in.</param>
/// <param name="Agent">What the browser says of itself.</param>
/// <param name="Address">From which the request came; null if it is not known.</param>
/// <param name="IsOfProvider">True if another provider checked who the person is.</param>
internal sealed record CallerSession(string Id, DateTimeOffset Since, string Agent, string? Address, bool IsOfProvider);

/// <summary>Who sends a request, and what this lets them do.</summary>
/// <param name="Id">Of the user or key.</param>
/// <param name="Name">As steps show it; null for anybody.</param>
/// <param name="Stamp">The stamp of the user, or the hash of the key.</param>
internal sealed record Caller(
    CallerKind Kind, string Tenant, string Id, string? Name, Role Role, Visibility Visibility, FrozenSet<Permission> Permissions,
    string Stamp)
{
    /// <summary>The session of a person; null for others.</summary>
    public CallerSession? Session { get; init; }

    /// <summary>True for a person whose role needs a second factor and who has none. They may do nothing but set one up.</summary>
    public bool MustAddSecondFactor { get; init; }

    /// <summary>The names under which leads are the caller's. Empty for callers who are nobody in particular.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    public const string TenantClaim = "tenant", StampClaim = "stamp", SessionClaim = "sid", ProviderClaim = "provider";

    /// <summary>
    /// Everybody who can connect, while an installation has no users. Only the owner of the machine adds users and keys then, because they
    /// stay when others are locked out.
    /// </summary>
    public static Caller Anybody { get; } = new(
        CallerKind.Anybody, Keys.DefaultTenant, "anybody", null, Role.Administrator, Visibility.All,
        RolePermissions.Everything.Where(static p => p != Permission.ManageUsers).ToFrozenSet(), "");

    /// <summary>A command on the machine itself.</summary>
    public static Caller Shell { get; } = Anybody with
    {
        Kind = CallerKind.Shell,
        Id = "shell",
        Name = "command line",
        Permissions = RolePermissions.Everything,
    };

    /// <summary>The caller as the author of rows.</summary>
    /// <param name="address">From which the request came, as a trusted proxy states it.</param>
    public Author AuthorAt(IPAddress? address) => new(
        Kind switch
        {
            CallerKind.Person => AuthorKind.Person,
            CallerKind.Program => AuthorKind.Program,
            CallerKind.Shell => AuthorKind.Shell,
            _ => AuthorKind.Anybody,
        }, Id, Name, address?.ToString());

    public bool May(Permission permission) => Permissions.Contains(permission);

    public CallerPrincipal Principal() => new(this);
}

/// <summary>A caller as ASP.NET Core knows it.</summary>
internal sealed class CallerPrincipal(Caller caller) : ClaimsPrincipal(new ClaimsIdentity(
    [new(ClaimTypes.NameIdentifier, caller.Id), new(ClaimTypes.Name, caller.Name ?? "")], "onelead"))
{
    public Caller Caller => caller;
}
