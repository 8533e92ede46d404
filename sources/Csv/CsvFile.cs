using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using OneLead.Sources.Workbooks;
using OneLead.Sources.Workbooks.Xlsx;

namespace OneLead.Sources.Csv;

/// <summary>A CSV file of an import.</summary>
/// <param name="Time">When it was written; null if unknown.</param>
/// <param name="Encoding">Null: by the byte order mark, else UTF-8.</param>
/// <param name="Hash">SHA-256 of its bytes, in hex.</param>
internal sealed partial record CsvFile(string Name, Func<Stream> Open, DateTimeOffset? Time, Encoding? Encoding, string Hash)
{
    /// <summary>Why the encoding is unknown; the file is then not read.</summary>
    public string? EncodingProblem { get; private init; }

    /// <summary>True if the encoding was guessed.</summary>
    public bool IsGuessed { get; private init; }

    /// <summary>The file's name without extension and date: <c>CUSTOMERS_2025-08-29.csv</c> is the table <c>CUSTOMERS</c>.</summary>
    public string Table => Suffix().Replace(Path.GetFileNameWithoutExtension(Name), "") is { Length: > 0 } table ? table : Name;

    public static bool IsCsv(string name) => Path.GetExtension(name).ToLowerInvariant() is ".csv" or ".tsv";

    public static bool IsZip(string name) => Path.GetExtension(name).Equals(".zip", StringComparison.OrdinalIgnoreCase);

    /// <summary>The CSV files at a path: one file, those of a directory, or those of an archive.</summary>
    /// <param name="name">The original file name, if the path is that of an upload.</param>
    /// <param name="owned">To be disposed of when the files have been read.</param>
    /// <exception cref="CsvException">There is none, or a limit is exceeded.</exception>
    public static List<CsvFile> At(string path, string name, CsvOptions options, out IDisposable? owned)
    {
        owned = null;
        if (Directory.Exists(path))
            return Inspect(Directory.EnumerateFiles(path).Where(IsCsv)
                .Select(f => new Found(Path.GetFileName(f), () => Read(f), File.GetLastWriteTimeUtc(f))), options);
        if (!IsZip(name))
            return Inspect([new(Path.GetFileName(name), () => Read(path), options.FileTime)], options);
        try
        {
            using (var file = Read(path))
                ZipDirectory.CheckEntries(file, options.MaxEntries);
            var archive = ZipFile.OpenRead(path);
            owned = archive;
            if (archive.Entries.Any(e => e.IsEncrypted))
                throw new CsvException("The archive is encrypted with a password.");
            // Times in an archive have no zone; they are taken as UTC.
            return Inspect(
                archive.Entries
                    .Where(e => IsCsv(e.Name) && !e.Name.StartsWith('.'))
                    .Select(e => new Found(e.Name, e.Open, new DateTimeOffset(e.LastWriteTime.DateTime, TimeSpan.Zero), e)),
                options with { MaxBytes = InflationBudget.MostOf(new FileInfo(path).Length, options.MaxRatio, options.MaxBytes) });
        }
        catch (WorkbookException e)
        {
            throw new CsvException(e.Message, e);
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            throw new CsvException("The archive is damaged: " + e.Message, e);
        }
    }

    // The entry is null for a file that is not in an archive.
    private sealed record Found(string Name, Func<Stream> Open, DateTimeOffset? Time, ZipArchiveEntry? Entry = null);

    private static List<CsvFile> Inspect(IEnumerable<Found> found, CsvOptions options)
    {
        var files = new List<CsvFile>();
        var remaining = options.MaxBytes;
        foreach (var (name, open, time, entry) in found.OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            if (files.Count == options.MaxFiles)
                throw new CsvException($"There are more than {options.MaxFiles} files.");
            files.Add(Inspect(new(name, open, time, null, ""), entry, ref remaining, options));
        }
        return files.Count > 0 ? files : throw new CsvException("It contains no CSV file.");
    }

    // One pass over the bytes computes the hash, checks bounds and checksum, and looks at the encoding.
    private static CsvFile Inspect(CsvFile file, ZipArchiveEntry? entry, ref long remaining, CsvOptions options)
    {
        using var stream = file.Open();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var decoder = new UTF8Encoding(false, true).GetDecoder();
        var (bytes, chars) = (new byte[1 << 16], new char[1 << 16]);
        var (isUtf8, start, western) = (true, (byte[]?)null, new WesternTextCheck());
        var (length, crc) = (0L, new Crc32());
        int read;
        do
        {
            read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if ((remaining -= read) < 0)
                throw new CsvException($"The files have more than {options.MaxBytes:N0} bytes.");
            length += read;
            if (entry is not null)
                InflationBudget.ThrowIfBeyond(file.Name, length, entry.CompressedLength, options.MaxRatio);
            crc.Append(bytes.AsSpan(0, read));
            hash.AppendData(bytes, 0, read);
            western.Add(bytes.AsSpan(0, read));
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
        if (entry is not null && (crc.GetCurrentHashAsUInt32() != entry.Crc32 || length != entry.Length))
            throw new CsvException($"The archive is damaged: the checksum of '{file.Name}' does not fit.");
        file = file with { Hash = Convert.ToHexStringLower(hash.GetHashAndReset()) };
        return start switch
        {
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0xEF, 0xBB, 0xBF, ..] => file,
            _ when options.Encoding is { } given => file with { Encoding = given },
            [not 0, 0, ..] => file with { Encoding = Encoding.Unicode },
            [0, not 0, ..] => file with { Encoding = Encoding.BigEndianUnicode },
            _ when isUtf8 => file,
            _ when western.IsWestern => file with { Encoding = CsvEncoding.Windows1252, IsGuessed = true },
            _ => file with { EncodingProblem = "its encoding is unknown: save it as UTF-8, or name the encoding (encoding=shift_jis)" },
        };
    }

    private static FileStream Read(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);

    [GeneratedRegex(@"(?:[ _.-]+\d{4}[-_.]?\d{2}(?:[-_.]?\d{2})?(?:[T_ -]?\d{2}[-_.]?\d{2}(?:[-_.]?\d{2})?Z?)?)?(?: ?\(\d+\))?\z")]
    private static partial Regex Suffix();
}
