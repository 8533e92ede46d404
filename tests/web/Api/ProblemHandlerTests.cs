using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Storage;
using OneLead.Web.Api;

namespace OneLead.Web.Tests.Api;

public class ProblemHandlerTests
{
    public static TheoryData<Exception> Repeatable =>
    [
        new JournalUnavailableException("x"), new JournalFencedException("x"), new StoreOwnedException("x"),
        new StaleDecisionException("x"), new SiloUnavailableException("x"),
    ];

    [Theory, MemberData(nameof(Repeatable), DisableDiscoveryEnumeration = true)]
    public async Task Failures_of_the_store_are_answered_with_503_and_when_to_repeat(Exception failure)
    {
        await using var services = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider();
        var http = new DefaultHttpContext { RequestServices = services };
        Assert.True(await new ProblemHandler().TryHandleAsync(http, failure, default));
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, http.Response.StatusCode);
        Assert.NotEmpty(http.Response.Headers.RetryAfter.ToString());
    }
}
