using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace OneLead.Web.Tests.Users;

/// <summary>An OpenID Connect provider that signs in one person at once.</summary>
internal sealed class TestProvider : IAsyncDisposable
{
    public const string ClientId = "onelead", ClientSecret = "a-secret-of-the-client";

    private readonly WebApplication _app;

    private TestProvider(WebApplication app) => _app = app;

    public string Authority => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/";

    /// <summary>The claims of the person who signs in.</summary>
    public List<(string Type, string Value)> Person { get; } = [];

    public static async Task<TestProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        TestProvider? provider = null;
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token")
                .SetUserInfoEndpointUris("connect/userinfo");
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().EnableDegradedMode();
            server.AddEphemeralEncryptionKey().AddEphemeralSigningKey().RegisterScopes("openid", "profile", "email");
            server.UseAspNetCore().DisableTransportSecurityRequirement();
            server.AddEventHandler<ValidateAuthorizationRequestContext>(static b => b.UseInlineHandler(static context =>
            {
                if (context.ClientId != ClientId)
                    context.Reject("invalid_client");
                return default;
            }));
            server.AddEventHandler<ValidateTokenRequestContext>(static b => b.UseInlineHandler(static context =>
            {
                if (context.ClientId != ClientId || context.ClientSecret != ClientSecret)
                    context.Reject("invalid_client");
                return default;
            }));
            server.AddEventHandler<HandleAuthorizationRequestContext>(b => b.UseInlineHandler(context =>
            {
                var identity = new ClaimsIdentity("test", "name", "role");
                foreach (var (type, value) in provider!.Person)
                    identity.AddClaim(new Claim(type, value, type == "email_verified" ? ClaimValueTypes.Boolean : ClaimValueTypes.String));
                identity.SetScopes(context.Request.GetScopes());
                identity.SetDestinations(static _ => [Destinations.IdentityToken, Destinations.AccessToken]);
                context.SignIn(new ClaimsPrincipal(identity));
                return default;
            }));
        });
        var app = builder.Build();
        app.UseRouting();
        app.UseAuthentication();
        await app.StartAsync();
        return provider = new TestProvider(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
