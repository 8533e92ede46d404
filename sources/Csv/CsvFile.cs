using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace OneLead.Sources.Csv;

/// <summary>A file as it was found: where its bytes come from, what they are, and which table its name tells.</summary>
/// <param name="Time">When it was written; null when that is not known.</param>
/// <param name="Encoding">Null: what its byte order mark says, else UTF-8.</param>
/// <param name="Hash">SHA-256 of its bytes, in hex.</param>
internal sealed partial record CsvFile(string Name, Func<Stream> Open, DateTimeOffset? Time, Encoding? Encoding, string Hash)
{
    /// <summary>The table's name: without folders, extension, and a date behind it: <c>CUSTOMERS_2025-08-29.csv</c> is <c>CUSTOMERS</c>.</summary>
    public string Table => Suffix().Replace(Path.GetFileNameWithoutExtension(Name), "") is { Length: > 0 } table ? table : Name;

    public static bool IsCsv(string name) => Path.GetExtension(name).ToLowerInvariant() is ".csv" or ".tsv";

    public static bool IsZip(string name) => Path.GetExtension(name).Equals(".zip", StringComparison.OrdinalIgnoreCase);

    /// <summary>The files that a path stands for.</summary>
    /// <param name="name">What it is called, when the path is that of an upload.</param>
    /// <param name="owned">What must be disposed once the files have been read.</param>
    /// <exception cref="CsvException">There is none, or too much.</exception>
    public static List<CsvFile> At(string path, string name, CsvOptions options, out IDisposable? owned)
    {
        owned = null;
        if (Directory.Exists(path))
            return Looked(Directory.EnumerateFiles(path).Where(IsCsv).Select(f => (Path.GetFileName(f), (Func<Stream>)(() => Read(f)), (DateTimeOffset?)File.GetLastWriteTimeUtc(f))), options);
        if (!IsZip(name))
            return Looked([(Path.GetFileName(name), () => Read(path), options.FileTime)], options);
        try
        {
            var archive = ZipFile.OpenRead(path);
            owned = archive;
            // An archive's times have no zone: they are taken as they stand.
            return Looked(archive.Entries.Where(e => IsCsv(e.Name) && !e.Name.StartsWith('.')).Select(e => (e.Name, (Func<Stream>)e.Open, (DateTimeOffset?)new DateTimeOffset(e.LastWriteTime.DateTime, TimeSpan.Zero))), options);
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            throw new CsvException("The archive is damaged: " + e.Message, e);
        }
    }

    private static List<CsvFile> Looked(IEnumerable<(string Name, Func<Stream> Open, DateTimeOffset? Time)> found, CsvOptions options)
    {
        var files = new List<CsvFile>();
        var left = options.MaxBytes;
        foreach (var (name, open, time) in found.OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            if (files.Count == options.MaxFiles)
                throw new CsvException($"There are more than {options.MaxFiles} files.");
            var (encoding, hash) = Look(open, ref left);
            files.Add(new(name, open, time, encoding, hash));
        }
        return files.Count > 0 ? files : throw new CsvException("There is no CSV file in it.");
    }

    // One pass over the bytes: what they hash to, and whether they are UTF-8.
    private static (Encoding? Encoding, string Hash) Look(Func<Stream> open, ref long left)
    {
        using var stream = open();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var decoder = new UTF8Encoding(false, true).GetDecoder();
        var (bytes, chars) = (new byte[1 << 16], new char[1 << 16]);
        var (isUtf8, start) = (true, (byte[]?)null);
        int read;
        do
        {
            read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if ((left -= read) < 0)
                throw new CsvException("The files are too large.");
            hash.AppendData(bytes, 0, read);
            start ??= bytes[..Math.Min(read, 4)];
            try
            {
                if (isUtf8)
                    decoder.Convert(bytes.AsSpan(0, read), chars, flush: read < bytes.Length, out _, out _, out _);
            }
            catch (DecoderFallbackException)
            {
                isUtf8 = false;
            }
        }
        while (read == bytes.Length);
        return (EncodingOf(start, isUtf8), Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static Encoding? EncodingOf(ReadOnlySpan<byte> start, bool isUtf8) => start switch
    {
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => null,
        [not 0, 0, ..] => Encoding.Unicode,
        [0, not 0, ..] => Encoding.BigEndianUnicode,
        _ => isUtf8 ? null : CodePagesEncodingProvider.Instance.GetEncoding(1252),
    };

    private static FileStream Read(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);

    [GeneratedRegex(@"(?:[ _.-]+\d{4}[-_.]?\d{2}(?:[-_.]?\d{2})?(?:[T_ -]?\d{2}[-_.]?\d{2}(?:[-_.]?\d{2})?Z?)?)?(?: ?\(\d+\))?\z")]
    private static partial Regex Suffix();
}
