using Microsoft.AspNetCore.Http;
using OneLead.Sources.Webhooks;

namespace OneLead.Testing.Senders;

/// <summary>A delivery as it leaves its sender.</summary>
/// <param name="Query">With its question mark; empty when there is none.</param>
public sealed record Sent(string Query, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    public string Header(string name) => Headers.First(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public Sent With(string name, string value) =>
        this with { Headers = [.. Headers.Where(h => !h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)), (name, value)] };

    public Sent Without(string name) =>
        this with { Headers = [.. Headers.Where(h => !h.Name.Equals(name, StringComparison.OrdinalIgnoreCase))] };

    public WebhookRequest Request()
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in Headers)
            headers[name] = value;
        return new("POST", "http://10.0.0.7:5080/api/v1/webhooks/any", Query, headers, Body);
    }

    public HttpRequestMessage Http(string source)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/webhooks/{source}{Query}") { Content = new ByteArrayContent(Body) };
        foreach (var (name, value) in Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        }
        return request;
    }
}
