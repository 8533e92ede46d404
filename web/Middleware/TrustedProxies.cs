using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace OneLead.Web.Middleware;

/// <summary>
/// Takes the caller's address and scheme from a reverse proxy, so that limits are per caller and cookies are marked Secure. Proxies on
/// this machine are trusted, and those of <see cref="WebOptions.TrustedProxies"/>.
/// </summary>
internal static class TrustedProxies
{
    public static IServiceCollection AddTrustedProxies(this IServiceCollection services)
    {
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<WebOptions>>(static (headers, web) =>
        {
            headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var proxy in web.Value.TrustedProxies)
            {
                if (System.Net.IPNetwork.TryParse(proxy, out var network))
                    headers.KnownIPNetworks.Add(network);
                else if (IPAddress.TryParse(proxy, out var address))
                    headers.KnownProxies.Add(address);
                else
                    throw new OptionsValidationException(
                        nameof(WebOptions.TrustedProxies), typeof(WebOptions),
                        [$"ONELEAD__TrustedProxies must be addresses or networks such as 10.0.0.0/8, not '{proxy}'."]);
            }
        });
        return services;
    }
}
