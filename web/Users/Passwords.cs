using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Users;

/// <summary>ASP.NET Core Identity over the users of one tenant.</summary>
internal sealed class Passwords(
    Directories directories, IOptions<IdentityOptions> options, IPasswordHasher<User> hasher, IServiceProvider services,
    TimeProvider clock, ILogger<UserManager<User>> log)
{
    /// <summary>Failed sign-ins in a row after which a name is locked.</summary>
    public const int MaxFailures = 5;

    /// <summary>The shortest password, in characters.</summary>
    public const int MinLength = 12;

    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    private const int CodeLength = 6;

    // Longer than a code is valid.
    private static readonly TimeSpan CodesKept = TimeSpan.FromMinutes(5);

    // An unknown name takes as long as a known one.
    private static readonly User Nobody = new() { Id = "", Name = "", DisplayName = "", Role = default };
    private readonly string _hashOfNobody = hasher.HashPassword(Nobody, Secrets.New());

    public UserManager<User> Of(string tenant) => new(
        new UserStore(directories, tenant), options, hasher, [], [new PasswordValidator<User>(), new OwnNameValidator()],
        new UpperInvariantLookupNormalizer(), new IdentityErrorDescriber(), services, log);

    /// <summary>Checks a name and a password, and the second factor if the user has one. Failures count towards the lock.</summary>
    /// <param name="code">Of the authenticator app, or a recovery code; null if none was given.</param>
    /// <returns>The user; null with the refusal.</returns>
    public async Task<(User? User, Refusal Refusal)> CheckAsync(string tenant, string name, string password, string? code)
    {
        using var users = Of(tenant);
        if (await users.FindByNameAsync(name) is not { IsDisabled: false, PasswordHash: not null } user)
        {
            hasher.VerifyHashedPassword(Nobody, _hashOfNobody, password);
            return (null, Refusal.SignInRefused);
        }
        if (!await IsPasswordAsync(tenant, user, password))
            return (null, Refusal.SignInRefused);
        if (user.HasSecondFactor && string.IsNullOrWhiteSpace(code))
            return (null, Refusal.CodeRequired);
        if (user.HasSecondFactor && !await IsCodeAsync(tenant, user, code!))
            return (null, Refusal.SignInRefused);
        var signedIn = await ChangeAsync(tenant, user.Id, static now => now.FailedSignIns == 0 ? now : now with { FailedSignIns = 0 });
        return signedIn is null ? (null, Refusal.SignInRefused) : (signedIn, default);
    }

    /// <summary>Checks a password. Failures count towards the lock, and nothing is right while it lasts.</summary>
    public async Task<bool> IsPasswordAsync(string tenant, User user, string password)
    {
        using var users = Of(tenant);
        // Also hashed for a locked name, which would be known by its quick answer.
        if (await users.CheckPasswordAsync(user, password) && !user.IsLocked(clock.GetUtcNow()))
            return true;
        await CountFailureAsync(tenant, user);
        return false;
    }

    /// <summary>Checks a code, as <see cref="IsPasswordAsync"/> does with a password, and uses it up.</summary>
    public async Task<bool> IsCodeAsync(string tenant, User user, string code)
    {
        using var users = Of(tenant);
        if (!user.IsLocked(clock.GetUtcNow()) && await TakeCodeAsync(users, tenant, user, code))
            return true;
        await CountFailureAsync(tenant, user);
        return false;
    }

    // A code of the app counts once while it is valid; a recovery code is used up. Of two requests with one code, one takes it.
    private async Task<bool> TakeCodeAsync(UserManager<User> users, string tenant, User user, string code)
    {
        code = code.Replace(" ", "", StringComparison.Ordinal);
        var now = clock.GetUtcNow();
        if (code.Length != CodeLength)
        {
            var hash = Secrets.Hash(code);
            return await ChangeAsync(tenant, user.Id, known => known.RecoveryCodes.Contains(hash)
                ? known with { RecoveryCodes = known.RecoveryCodes.Remove(hash) }
                : null) is not null;
        }
        if (!code.All(char.IsAsciiDigit) || !await users.VerifyTwoFactorTokenAsync(user, TokenOptions.DefaultAuthenticatorProvider, code))
            return false;
        return await ChangeAsync(tenant, user.Id, known => known.UsedCodes.Any(u => u.Code == code && now - u.At < CodesKept)
            ? null
            : known with { UsedCodes = [.. known.UsedCodes.Where(u => now - u.At < CodesKept), new(code, now)] }) is not null;
    }

    // Counts on the current state, so that parallel failures all count.
    private async Task CountFailureAsync(string tenant, User user)
    {
        var now = clock.GetUtcNow();
        await ChangeAsync(tenant, user.Id, known =>
            known.IsLocked(now) ? known
            : known.FailedSignIns + 1 < MaxFailures ? known with { FailedSignIns = known.FailedSignIns + 1 }
            : known with { FailedSignIns = 0, LockedUntil = now + LockedFor });
    }

    // Null if the change gives null, or if the user is gone or disabled.
    private Task<User?> ChangeAsync(string tenant, string id, Func<User, User?> change) => directories.ChangeAsync(tenant, known =>
    {
        if (known.Find(id) is not { IsDisabled: false } user || change(user) is not { } next)
            return (known, (User?)null);
        if (ReferenceEquals(next, user))
            return (known, user with { });
        var changed = known.With(next);
        return (changed, changed.Find(id)! with { });
    }, CancellationToken.None);

    /// <summary>Refuses passwords that hold the name of their user or of the product.</summary>
    private sealed class OwnNameValidator : IPasswordValidator<User>
    {
        public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password)
        {
            string[] names = [user.Name.Split('@')[0], user.DisplayName, "onelead"];
            return Task.FromResult(
                names.Any(n => n.Length > 2 && password is not null && password.Contains(n, StringComparison.OrdinalIgnoreCase))
                    ? IdentityResult.Failed(new IdentityError
                    {
                        Code = "PasswordHoldsName", Description = "A password must not hold your name or the product's.",
                    })
                    : IdentityResult.Success);
        }
    }
}

internal static class UsersSetup
{
    public static IServiceCollection AddUsers(this IServiceCollection services)
    {
        services.AddIdentityCore<User>(static options =>
        {
            options.Password = new PasswordOptions
            {
                RequiredLength = Passwords.MinLength, RequiredUniqueChars = 5, RequireDigit = false, RequireLowercase = false,
                RequireUppercase = false, RequireNonAlphanumeric = false,
            };
        }).AddTokenProvider<AuthenticatorTokenProvider<User>>(TokenOptions.DefaultAuthenticatorProvider);
        return services
            .AddSingleton<Passwords>()
            .AddSingleton<FirstUserLink>()
            .AddSingleton(static s => new Lazy<IEnumerable<IDirectoryListener>>(s.GetServices<IDirectoryListener>))
            .AddSingleton<Directories>()
            .AddSingleton<OpenSessions>()
            .AddSingleton<IModelListener>(static s => s.GetRequiredService<Directories>())
            .AddHostedService(static s => s.GetRequiredService<Directories>());
    }
}
