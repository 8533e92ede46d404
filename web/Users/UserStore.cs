using Microsoft.AspNetCore.Identity;

namespace OneLead.Web.Users;

/// <summary>
/// A tenant's users as ASP.NET Core Identity reads and changes them. Users it returns are copies. Failures and used codes are counted by
/// <see cref="Passwords"/>, on the current state of the user.
/// </summary>
internal sealed class UserStore(Directories directories, string tenant) :
    IUserPasswordStore<User>, IUserSecurityStampStore<User>, IUserTwoFactorStore<User>, IUserAuthenticatorKeyStore<User>,
    IUserTwoFactorRecoveryCodeStore<User>
{
    private static readonly IdentityError Stale = new()
    {
        Code = "ConcurrencyFailure", Description = "The user was changed at the same time. Read it again.",
    };

    public async Task<IdentityResult> CreateAsync(User user, CancellationToken cancellationToken) => await directories.ChangeAsync(
        tenant,
        known => known.FindByName(user.Name) is null
            ? (known.With(user), IdentityResult.Success)
            : (known, IdentityResult.Failed(new IdentityError
            {
                Code = "DuplicateUserName", Description = $"There is already a user '{user.Name}'.",
            })),
        cancellationToken);

    public async Task<IdentityResult> UpdateAsync(User user, CancellationToken cancellationToken)
    {
        var result = await directories.ChangeAsync(
            tenant,
            known => known.Find(user.Id)?.Version == user.Version
                ? (known.With(user), IdentityResult.Success)
                : (known, IdentityResult.Failed(Stale)),
            cancellationToken);
        if (result.Succeeded)
            user.Version++;
        return result;
    }

    public async Task<IdentityResult> DeleteAsync(User user, CancellationToken cancellationToken) => await directories.ChangeAsync(
        tenant, known => (known.Without(user), IdentityResult.Success), cancellationToken);

    public Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken) => CopyAsync(directories.Of(tenant).Find(userId));

    public Task<User?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        CopyAsync(directories.Of(tenant).FindByName(normalizedUserName));

    public Task<string> GetUserIdAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(User user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task SetUserNameAsync(User user, string? userName, CancellationToken cancellationToken) => SetAsync(() => user.Name = userName!);

    // Names are compared without case, so there is no second form to store.
    public Task<string?> GetNormalizedUserNameAsync(User user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task SetNormalizedUserNameAsync(User user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string?> GetPasswordHashAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task SetPasswordHashAsync(User user, string? passwordHash, CancellationToken cancellationToken) =>
        SetAsync(() => user.PasswordHash = passwordHash);

    public Task<string?> GetSecurityStampAsync(User user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Stamp);

    public Task SetSecurityStampAsync(User user, string stamp, CancellationToken cancellationToken) => SetAsync(() => user.Stamp = stamp);

    public Task<bool> GetTwoFactorEnabledAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.HasSecondFactor);

    public Task SetTwoFactorEnabledAsync(User user, bool enabled, CancellationToken cancellationToken) =>
        SetAsync(() => user.HasSecondFactor = enabled);

    public Task<string?> GetAuthenticatorKeyAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.TotpKey);

    public Task SetAuthenticatorKeyAsync(User user, string key, CancellationToken cancellationToken) => SetAsync(() => user.TotpKey = key);

    public Task ReplaceCodesAsync(User user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        SetAsync(() => user.RecoveryCodes = [.. recoveryCodes.Select(Secrets.Hash)]);

    public Task<bool> RedeemCodeAsync(User user, string code, CancellationToken cancellationToken)
    {
        var left = user.RecoveryCodes.Remove(Secrets.Hash(code));
        var isOne = left.Length < user.RecoveryCodes.Length;
        user.RecoveryCodes = left;
        return Task.FromResult(isOne);
    }

    public Task<int> CountCodesAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.RecoveryCodes.Length);

    public void Dispose()
    {
    }

    private static Task<User?> CopyAsync(User? user) => Task.FromResult(user is null ? null : user with { });

    private static Task SetAsync(Action set)
    {
        set();
        return Task.CompletedTask;
    }
}
