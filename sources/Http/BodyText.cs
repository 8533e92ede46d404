using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace OneLead.Sources.Http;

/// <summary>Turns a request body as sent into UTF-8 without a byte order mark: inflates it within bounds and decodes its charset.</summary>
internal static class BodyText
{
    /// <param name="maxBytes">The bound of the inflated body.</param>
    /// <returns>The text, or the refusal: 413, or 415 for an unknown encoding or charset.</returns>
    public static (ReadOnlyMemory<byte> Utf8, ProblemHttpResult? Refused) Decode(
        ReadOnlyMemory<byte> body, IHeaderDictionary headers, int maxBytes)
    {
        try
        {
            if (Inflate(body, headers.ContentEncoding.ToString().Trim(), maxBytes) is not { } plain)
                return (default, Refusal.UnsupportedMedia.Problem("Content-Encoding must be gzip, deflate or br, or absent."));
            return plain.Length > maxBytes
                ? (default, Refusal.TooLarge.Problem($"The body inflates to more than {maxBytes:N0} bytes."))
                : ToUtf8(plain, headers.ContentType.ToString());
        }
        catch (InvalidDataException)
        {
            return (default, Refusal.BadRequest.Problem("The body is not what its Content-Encoding says."));
        }
        catch (DecoderFallbackException)
        {
            return (default, Refusal.BadRequest.Problem("The body is not what its charset says."));
        }
    }

    // At most one byte more than the bound. Null for an unknown encoding.
    private static ReadOnlyMemory<byte>? Inflate(ReadOnlyMemory<byte> body, string encoding, int maxBytes)
    {
        if (encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            return body;
        using var compressed = new MemoryStream(body.ToArray(), writable: false);
        using Stream? inflater = encoding.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(compressed, CompressionMode.Decompress),
            "deflate" => new ZLibStream(compressed, CompressionMode.Decompress),
            "br" => new BrotliStream(compressed, CompressionMode.Decompress),
            _ => null,
        };
        if (inflater is null)
            return null;
        using var plain = new MemoryStream();
        var buffer = new byte[1 << 14];
        while (plain.Length <= maxBytes && Read() is var read and > 0)
            plain.Write(buffer, 0, (int)Math.Min(read, maxBytes + 1 - plain.Length));
        return plain.GetBuffer().AsMemory(0, (int)plain.Length);

        int Read()
        {
            try
            {
                return inflater.Read(buffer);
            }
            catch (InvalidOperationException e)
            {
                // So BrotliStream reports what the other streams report with an InvalidDataException.
                throw new InvalidDataException(e.Message, e);
            }
        }
    }

    private static (ReadOnlyMemory<byte> Utf8, ProblemHttpResult? Refused) ToUtf8(ReadOnlyMemory<byte> body, string contentType)
    {
        var charset = MediaTypeHeaderValue.TryParse(contentType, out var type) ? HeaderUtilities.RemoveQuotes(type.Charset).ToString() : "";
        return body.Span switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (body[3..], null),
            [0xFF, 0xFE, ..] => (FromCharset(body[2..], "utf-16")!.Value, null),
            [0xFE, 0xFF, ..] => (FromCharset(body[2..], "utf-16BE")!.Value, null),
            _ when charset.Length == 0 || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) => (body, null),
            _ when FromCharset(body, charset) is { } text => (text, null),
            _ => (default, Refusal.UnsupportedMedia.Problem($"The charset '{charset}' is unknown. Send UTF-8.")),
        };
    }

    // Null if the charset is unknown.
    private static ReadOnlyMemory<byte>? FromCharset(ReadOnlyMemory<byte> body, string charset)
    {
        try
        {
            var (encoder, decoder) = (EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            var encoding = CodePagesEncodingProvider.Instance.GetEncoding(charset, encoder, decoder)
                ?? Encoding.GetEncoding(charset, encoder, decoder);
            return Encoding.UTF8.GetBytes(encoding.GetString(body.Span));
        }
        // NotSupportedException: UTF-7.
        catch (Exception e) when (e is ArgumentException and not DecoderFallbackException or NotSupportedException)
        {
            return null;
        }
    }
}
