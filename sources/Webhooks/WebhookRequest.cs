namespace OneLead.Sources.Webhooks;

/// <summary>A delivery as it came over the wire.</summary>
/// <param name="Method">The HTTP method in capitals.</param>
/// <param name="Url">The address as this machine saw it, without the query; behind a proxy it is not what the sender signed (see <see cref="WebhookSource.Url"/>).</param>
/// <param name="QueryString">The raw query with its question mark; empty when there is none. It may hold a key: it is never logged.</param>
/// <param name="Headers">Their values, by name without regard to case.</param>
/// <param name="Body">The raw body: what is signed.</param>
public sealed record WebhookRequest(string Method, string Url, string QueryString, IHeaderDictionary Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The method and the address alone: the rest may hold keys.</summary>
    public override string ToString() => $"{Method} {Url}";
}
