using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using OneLead.Web.Access;

namespace OneLead.Web.Tests.Access;

/// <summary>
/// Takes the caller from a header, <c>role:name</c>; for territory managers <c>role:territory</c>. Without one: everything.
/// </summary>
internal sealed class CallerHeader : IStartupFilter
{
    public const string Name = "X-Test-Caller";

    public static Visibility Read(string caller)
    {
        var parts = caller.Split(':');
        Assert.True(Wire.TryParse<Role>(parts[0], out var role), caller);
        return Visibility.Of(role, [parts[1]], [parts[1]]);
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, run) =>
        {
            if (http.Request.Headers[Name] is [{ } caller])
                http.SetVisibility(Read(caller));
            return run(http);
        });
        next(app);
    };
}
