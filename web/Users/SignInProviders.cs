using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using OneLead.Events;
using OneLead.Web.Access;
using OneLead.Web.Audit;
using OneLead.Web.Cli;
using OneLead.Web.Tenants;

namespace OneLead.Web.Users;

/// <summary>
/// Sign-in with an OpenID Connect provider (section OneLead:SignIn:NAME; for another organisation OneLead:Tenants:TENANT:SignIn:NAME).
/// </summary>
internal sealed class SignInProvider
{
    private static readonly Role?[] MostFirst =
    [
        Role.Administrator, Role.SalesExecutive, Role.TerritoryManager, Role.AccountManager, Role.ServiceConsultant, Role.Analyst,
    ];

    /// <summary>In the address of the callback: /sign-in/NAME/callback.</summary>
    public string Name { get; set; } = "";

    /// <summary>The text of the button. Default: the name.</summary>
    public string? Title { get; set; }

    public string? Authority { get; set; }

    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    /// <summary>The claim that says what a person is for, such as groups. Default: roles.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>The role for each value of the claim. Of several, the one that may most counts.</summary>
    public Dictionary<string, Role> Roles { get; } = new(StringComparer.Ordinal);

    /// <summary>The role of those whom the claim gives none. Default: they are refused.</summary>
    public Role? DefaultRole { get; set; }

    /// <summary>Scopes to ask for besides openid, profile and email.</summary>
    public IList<string> Scopes { get; } = [];

    public Role? RoleOf(ClaimsPrincipal person)
    {
        var given = person.FindAll(RoleClaim).Select(c => Roles.TryGetValue(c.Value, out var role) ? role : (Role?)null).ToHashSet();
        return MostFirst.FirstOrDefault(r => given.Contains(r)) ?? DefaultRole;
    }
}

/// <summary>The configured providers.</summary>
internal sealed record SignInProviders(ImmutableArray<SignInProvider> All)
{
    public const string NoRole = "no-role", Failed = "failed";

    private const string SignInPage = "/app/sign-in";

    /// <exception cref="CommandFailedException">A provider is not configured completely.</exception>
    public static SignInProviders Read(IConfiguration configuration, Tenant? tenant)
    {
        // The people of one organisation must not get a role in another one.
        var own = tenant is null ? "OneLead:SignIn" : $"{Tenant.Section}:{tenant.Name}:SignIn";
        var all = ImmutableArray.CreateBuilder<SignInProvider>();
        foreach (var section in configuration.GetSection(own).GetChildren())
        {
            var provider = section.Get<SignInProvider>() ?? new SignInProvider();
            provider.Name = section.Key.ToLowerInvariant();
            if (string.IsNullOrWhiteSpace(provider.Authority) || string.IsNullOrWhiteSpace(provider.ClientId))
                throw new CommandFailedException($"{section.Path} needs Authority and ClientId.");
            if (provider.Roles.Count == 0 && provider.DefaultRole is null)
                throw new CommandFailedException(
                    $"{section.Path} needs Roles, which give each value of the claim {provider.RoleClaim} a role, or DefaultRole.");
            all.Add(provider);
        }
        return new(all.ToImmutable());
    }

    public void AddTo(AuthenticationBuilder authentication)
    {
        foreach (var provider in All)
            authentication.AddOpenIdConnect(provider.Name, options => Configure(options, provider));
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var provider in All)
        {
            routes.MapGet($"/sign-in/{provider.Name}", (string? to) => TypedResults.Challenge(
                    new AuthenticationProperties { RedirectUri = IsOwn(to) ? to : "/app/" }, [provider.Name]))
                .AllowAnonymous().RequireRateLimiting(AccessSetup.SignInLimit).ExcludeFromDescription();
        }
    }

    private static void Configure(OpenIdConnectOptions options, SignInProvider provider)
    {
        (options.Authority, options.ClientId, options.ClientSecret) = (provider.Authority, provider.ClientId, provider.ClientSecret);
        // Over plain HTTP a token could be read on the way. A provider on this machine is not on the way.
        options.RequireHttpsMetadata = !(Uri.TryCreate(provider.Authority, UriKind.Absolute, out var at) && at.IsLoopback);
        (options.ResponseType, options.ResponseMode, options.UsePkce) =
            (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query, true);
        options.CallbackPath = $"/sign-in/{provider.Name}/callback";
        options.SignInScheme = CallerAuthentication.Session;
        (options.MapInboundClaims, options.GetClaimsFromUserInfoEndpoint) = (false, true);
        options.ClaimActions.MapAllExcept("iss", "aud", "exp", "nbf", "iat", "nonce", "c_hash", "at_hash");
        options.Scope.Add("email");
        foreach (var scope in provider.Scopes)
            options.Scope.Add(scope);
        foreach (var cookie in (CookieBuilder[])[options.CorrelationCookie, options.NonceCookie])
            (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
        options.Events.OnTicketReceived = context => TakeAsync(context, provider);
        options.Events.OnRemoteFailure = static context =>
        {
            context.Response.Redirect($"{context.Request.PathBase}{SignInPage}?problem={Failed}");
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }

    // Replaces what the provider said by the session of one of our users.
    private static async Task TakeAsync(TicketReceivedContext context, SignInProvider provider)
    {
        var services = context.HttpContext.RequestServices;
        var user = await FindOrAddAsync(
            services.GetRequiredService<Directories>(), provider, context.Principal!, services.GetRequiredService<TimeProvider>(),
            context.HttpContext.RequestAborted);
        if (user is null)
        {
            await services.GetRequiredService<AuditLog>().RefuseSignInAsync(context.HttpContext, null, isLocked: false);
            context.Response.Redirect($"{context.Request.PathBase}{SignInPage}?problem={NoRole}");
            context.HandleResponse();
            return;
        }
        var (directories, now) = (services.GetRequiredService<Directories>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        if (directories.Of(Keys.DefaultTenant).Person(user.Id, user.Stamp, new("", now, "", null, IsOfProvider: true), now) is { } caller)
            context.HttpContext.User = caller.Principal();
        await services.GetRequiredService<AuditLog>().AppendAsync(
            context.HttpContext, AuditAction.SignIn, "user", user.Id, user.Name, EventData.Empty,
            EventData.Of(("provider", FieldValue.Of(provider.Name))));
        context.Principal = SessionEndpoints.SessionOf(user, isOfProvider: true);
    }

    /// <returns>The user with the role that the provider gives; null if it gives none, or if the user is disabled.</returns>
    private static async Task<User?> FindOrAddAsync(
        Directories directories, SignInProvider provider, ClaimsPrincipal person, TimeProvider clock, CancellationToken cancellation)
    {
        if (person.FindFirstValue("sub") is not { } subject || provider.RoleOf(person) is not { } role)
            return null;
        var account = new ExternalSignIn(provider.Name, subject);
        var email = person.FindFirstValue("email_verified") is "true" or "True" ? person.FindFirstValue("email") : null;
        // What is not verified could be the name of somebody else, whose accounts an account manager would then see.
        var name = email is not null && UserTexts.NameProblem(email) is null ? email : $"{provider.Name}.{subject}";
        return await directories.ChangeAsync(Keys.DefaultTenant, known =>
        {
            // By a verified address a provider takes over a user who was added before, once.
            var user = known.Users.FirstOrDefault(u => u.SignIns.Contains(account))
                ?? (email is not null && known.FindByName(email) is { SignIns.IsEmpty: true } added ? added : null);
            if (user is { IsDisabled: true })
                return (known, null);
            var next = user is null
                ? UserEndpoints.New(FreeName(known, name), person.FindFirstValue("name"), role, clock) with { Stamp = Secrets.New() }
                : user with { };
            if (!next.SignIns.Contains(account))
            {
                // An administrator gave it; from now on only such names decide what is seen.
                if (user is not null)
                    next.KnownAs = [.. next.KnownAs, next.DisplayName];
                next.SignIns = next.SignIns.Add(account);
            }
            if (next.Role != role)
                (next.Role, next.Stamp) = (role, Secrets.New());
            if (next == user)
                return (known, user);
            var changed = known.With(next);
            return changed.KeepsAdministrator(known) ? (changed, (User?)next) : (known, user);
        }, cancellation);
    }

    private static string FreeName(TenantDirectory known, string name)
    {
        var free = name;
        for (var i = 2; known.FindByName(free) is not null; i++)
            free = $"{name}.{i}";
        return free;
    }

    // Never to another site.
    private static bool IsOwn(string? to) => to is not null && to.StartsWith("/app/", StringComparison.Ordinal)
        && !to.Contains('\\', StringComparison.Ordinal);
}
