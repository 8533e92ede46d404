using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using OneLead.Web.Access;

namespace OneLead.Bench.Visibility;

/// <summary>Shows requests with a header what an account manager of that name sees; requests without it see everything.</summary>
internal sealed class CallerVisibility : IStartupFilter
{
    public const string Header = "X-Bench-Manager";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, run) =>
        {
            if (http.Request.Headers[Header] is [{ } manager])
                http.SetVisibility(Web.Access.Visibility.Of(Role.AccountManager, [manager], []));
            return run(http);
        });
        next(app);
    };
}
