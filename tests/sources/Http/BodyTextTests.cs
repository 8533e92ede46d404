using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using OneLead.Sources.Http;

namespace OneLead.Sources.Tests.Http;

public class BodyTextTests
{
    private const string Text = "{\"name\":\"Müller 東京\"}";

    public static TheoryData<string, string?, byte[]> Bodies => new()
    {
        { "application/json", null, Encoding.UTF8.GetBytes(Text) },
        { "application/json; charset=\"UTF-8\"", null, Encoding.UTF8.GetBytes(Text) },
        { "application/json", null, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Text)] },
        { "application/json", null, [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Text)] },
        { "application/json", null, [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Text)] },
        { "application/json; charset=utf-16le", null, Encoding.Unicode.GetBytes(Text) },
        { "application/json; charset=gb18030", null, CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!.GetBytes(Text) },
        { "application/json", "gzip", Compressed(s => new GZipStream(s, CompressionLevel.Fastest)) },
        { "application/json", "deflate", Compressed(s => new ZLibStream(s, CompressionLevel.Fastest)) },
        { "application/json", "br", Compressed(s => new BrotliStream(s, CompressionLevel.Fastest)) },
        { "application/json", "identity", Encoding.UTF8.GetBytes(Text) },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Every_body_becomes_UTF_8_without_a_mark(string type, string? encoding, byte[] body)
    {
        var (utf8, refused) = BodyText.Decode(body, Headers(type, encoding), 1_000);
        Assert.Null(refused);
        Assert.Equal(Text, Encoding.UTF8.GetString(utf8.Span));
    }

    [Theory]
    [InlineData("application/json", "zstd", 415)]
    [InlineData("application/json", "gzip, gzip", 415)]
    [InlineData("application/json; charset=klingon", null, 415)]
    [InlineData("application/json", "gzip", 400)]
    [InlineData("application/json", "deflate", 400)]
    [InlineData("application/json", "br", 400)]
    [InlineData("application/json; charset=utf-7", null, 415)]
    [InlineData("application/json; charset=us-ascii", null, 400)]
    public void What_cannot_be_decoded_is_refused(string type, string? encoding, int status) =>
        Assert.Equal(status, BodyText.Decode(Encoding.UTF8.GetBytes(Text), Headers(type, encoding), 1_000).Refused?.StatusCode);

    [Fact]
    public void A_bomb_is_stopped_at_the_bound()
    {
        var bomb = Compressed(s => new GZipStream(s, CompressionLevel.SmallestSize), new byte[50_000_000]);
        Assert.Equal(413, BodyText.Decode(bomb, Headers("application/json", "gzip"), 1_000).Refused?.StatusCode);
        Assert.Null(BodyText.Decode(bomb, Headers("application/json", "gzip"), 50_000_000).Refused);
    }

    private static HeaderDictionary Headers(string type, string? encoding) =>
        new() { ["Content-Type"] = type, ["Content-Encoding"] = encoding };

    private static byte[] Compressed(Func<Stream, Stream> compress, byte[]? content = null)
    {
        using var target = new MemoryStream();
        using (var stream = compress(target))
            stream.Write(content ?? Encoding.UTF8.GetBytes(Text));
        return target.ToArray();
    }
}
