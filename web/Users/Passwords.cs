using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace OneLead.Web.Users;

/// <summary>ASP.NET Core Identity over the users of one tenant.</summary>
internal sealed class Passwords(
    Directories directories, IOptions<IdentityOptions> options, IPasswordHasher<User> hasher, IServiceProvider services,
    ILogger<UserManager<User>> log)
{
    /// <summary>Failed sign-ins in a row after which a name is locked.</summary>
    public const int MaxFailures = 5;

    /// <summary>The shortest password, in characters.</summary>
    public const int MinLength = 12;

    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    // An unknown name takes as long as a known one.
    private readonly string _nobody = hasher.HashPassword(new User { Id = "", Name = "", DisplayName = "", Role = default }, Secrets.New());

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
            hasher.VerifyHashedPassword(new User { Id = "", Name = "", DisplayName = "", Role = default }, _nobody, password);
            return (null, Refusal.SignInRefused);
        }
        if (await users.IsLockedOutAsync(user))
            return (null, Refusal.SignInRefused);
        if (!await users.CheckPasswordAsync(user, password))
        {
            await users.AccessFailedAsync(user);
            return (null, Refusal.SignInRefused);
        }
        if (user.HasSecondFactor)
        {
            if (string.IsNullOrWhiteSpace(code))
                return (null, Refusal.CodeRequired);
            if (!await IsCodeAsync(users, user, code))
            {
                await users.AccessFailedAsync(user);
                return (null, Refusal.SignInRefused);
            }
        }
        if (user.FailedSignIns > 0)
            await users.ResetAccessFailedCountAsync(user);
        return (user, default);
    }

    /// <summary>Checks a code of the authenticator app, which counts once, or uses up a recovery code.</summary>
    public static async Task<bool> IsCodeAsync(UserManager<User> users, User user, string code)
    {
        code = code.Replace(" ", "", StringComparison.Ordinal).Trim();
        if (code.Length > 6)
            return (await users.RedeemTwoFactorRecoveryCodeAsync(user, code)).Succeeded;
        if (user.LastCode == code || !await users.VerifyTwoFactorTokenAsync(user, TokenOptions.DefaultAuthenticatorProvider, code))
            return false;
        user.LastCode = code;
        return (await users.UpdateAsync(user)).Succeeded;
    }

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
            options.Lockout = new LockoutOptions
            {
                MaxFailedAccessAttempts = Passwords.MaxFailures, DefaultLockoutTimeSpan = Passwords.LockedFor,
            };
        }).AddTokenProvider<AuthenticatorTokenProvider<User>>(TokenOptions.DefaultAuthenticatorProvider);
        return services
            .AddSingleton<Passwords>()
            .AddSingleton<FirstUserLink>()
            .AddSingleton(static s => new Lazy<IEnumerable<IDirectoryListener>>(s.GetServices<IDirectoryListener>))
            .AddSingleton<Directories>()
            .AddHostedService(static s => s.GetRequiredService<Directories>());
    }
}
