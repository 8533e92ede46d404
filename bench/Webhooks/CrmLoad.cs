using System.Globalization;
using System.Text;

namespace OneLead.Bench.Webhooks;

/// <summary>Sends deal changes as signed webhook deliveries of one format, one change each, and the same changes to POST /events.</summary>
internal abstract class CrmLoad
{
    private const int Deals = 1_000, Companies = 100;

    private static readonly DateTimeOffset Start = new(2025, 10, 1, 0, 0, 0, TimeSpan.Zero);

    private int _sent;

    public abstract string Format { get; }

    /// <summary>The description of the signature.</summary>
    public abstract string Signature { get; }

    /// <summary>The configuration of the source in <c>sources.yaml</c>.</summary>
    public abstract string Source { get; }

    /// <summary>The events that assign each deal to an account, sent before the measurement.</summary>
    public IEnumerable<HttpRequestMessage> Placements() =>
        Enumerable.Range(0, Deals).Select(deal => Signed(Placement(deal, deal % Companies)));

    public HttpRequestMessage Delivery()
    {
        var number = Interlocked.Increment(ref _sent);
        return Signed(Change(number % Deals, number, Start.AddMilliseconds(number)));
    }

    public HttpRequestMessage Event()
    {
        var number = Interlocked.Increment(ref _sent);
        var (deal, company) = (number % Deals, 1 + (number % Deals % Companies));
        var at = Start.AddMilliseconds(number).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return Post("events", string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"kind":"opportunity","source":"{{{Format}}}-events","id":"{{{number}}}","customerId":"{{{company}}}","""
            + $$$""" "entity":"{{{deal}}}","occurredAt":"{{{at}}}","data":{"amount":{{{number}}}}}"""));
    }

    protected abstract string Placement(int deal, int company);

    protected abstract string Change(int deal, int amount, DateTimeOffset at);

    protected abstract HttpRequestMessage Signed(string body);

    protected static HttpRequestMessage Post(string path, string body) =>
        new(HttpMethod.Post, new Uri("/api/v1/" + path, UriKind.Relative))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
}
