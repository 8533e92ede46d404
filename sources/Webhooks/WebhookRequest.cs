namespace OneLead.Sources.Webhooks;

/// <summary>A delivery as received over HTTP.</summary>
/// <param name="Method">The HTTP method in upper case.</param>
/// <param name="Url">
/// The URL as seen by this server, without the query. Behind a proxy it differs from the one that the sender signed
/// (see <see cref="WebhookSource.Url"/>).
/// </param>
/// <param name="QueryString">The raw query with its question mark, or empty. It may contain an API key, so it is never logged.</param>
/// <param name="Headers">Case-insensitive.</param>
/// <param name="Body">The raw bytes, over which signatures are computed.</param>
public sealed record WebhookRequest(string Method, string Url, string QueryString, IHeaderDictionary Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>Only the method and the URL: the rest may contain keys.</summary>
    public override string ToString() => $"{Method} {Url}";
}
