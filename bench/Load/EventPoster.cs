using System.Net;

namespace OneLead.Bench.Load;

/// <summary>Posts bodies. Any response other than success or a temporary refusal fails the benchmark.</summary>
internal sealed class EventPoster(Uri server) : IDisposable
{
    private static readonly Uri Events = new("/api/v1/events", UriKind.Relative);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false })
    {
        BaseAddress = server, Timeout = TimeSpan.FromMinutes(2),
    };

    public async Task<bool> PostAsync(byte[] body)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        using var answer = await _http.PostAsync(Events, content);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.TooManyRequests when answer.Headers.RetryAfter is not null => false,
            var other => throw new InvalidOperationException($"An answer that must not be: {(int)other}"),
        };
    }

    /// <summary>Posts all bodies concurrently and repeats refused ones.</summary>
    public Task PostAllAsync(IEnumerable<byte[]> bodies, int callers) =>
        Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = callers }, async (body, cancellation) =>
        {
            while (!await PostAsync(body))
                await Task.Delay(100, cancellation);
        });

    public void Dispose() => _http.Dispose();
}
