using System.IO.Compression;
using System.Text;
using OneLead.Sources.Csv;
using OneLead.Sources.Mapping;
using OneLead.Storage;

namespace OneLead.Sources.Tests.Csv;

/// <summary>What a small archive may cost: entries, bytes, dead letters.</summary>
public sealed class ArchiveBoundTests : IDisposable
{
    private const string Header = "customer_id,customer_name,annual_revenue\n";

    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void Identical_refusals_are_one_dead_letter_with_their_number()
    {
        var rows = string.Concat(Enumerable.Repeat("C1,Acme,a lot\n", 20_000));
        Write(("customers.csv", Header + "C2,Bolt,5\n" + rows + "C1,Acme,much\n" + rows));
        Assert.True(new FileInfo(_path).Length < 10_000);
        var (events, letters, refused) = Read();
        Assert.Equal((1, 40_001L), (events, refused));
        Assert.Equal(
            [
                "customers.csv, line 3: annual_revenue 'a lot' is not a number",
                "customers.csv, line 4: annual_revenue 'a lot' is not a number; customer_id 'C1' occurs in an earlier row "
                    + "(39,999 identical rows)",
                "customers.csv, line 20003: annual_revenue 'much' is not a number; customer_id 'C1' occurs in an earlier row",
            ],
            letters.Select(l => l.Reason));
        // The same letters when the file is imported again.
        Assert.Equal(letters.Select(l => l.SourceId), Read().Letters.Select(l => l.SourceId));
    }

    [Fact]
    public void Beyond_a_number_and_a_size_the_rest_is_counted_in_one_letter()
    {
        var rows = string.Concat(Enumerable.Range(0, 50).Select(i => $"C{i},Acme,a{i}\n"));
        Write(("customers.csv", Header + rows));
        foreach (var options in (CsvOptions[])[new() { MaxLetters = 10 }, new() { MaxLetterBytes = 3_000 }])
        {
            var (_, letters, refused) = Read(options);
            Assert.Equal(50, refused);
            Assert.InRange(letters.Count, 9, 13);
            Assert.Contains($"{51 - letters.Count} more rows were refused", letters[^1].Reason, StringComparison.Ordinal);
            Assert.Equal(51 - letters.Count, RecordJson.Read(letters[^1].Content).Fields["refusedRows"].Number);
        }
    }

    [Fact]
    public void Entries_and_inflated_bytes_are_bounded_as_those_of_a_workbook()
    {
        Write([.. Enumerable.Range(0, 1_001).Select(i => ($"{i}.txt", ""))]);
        Assert.Contains("more than 1,000 entries", Assert.Throws<CsvException>(() => Read()).Message, StringComparison.Ordinal);
        Write(("customers.csv", Header + string.Concat(Enumerable.Repeat($"C1,{new string('A', 1_000)},5\n", 12_000))));
        Assert.Contains("more than 200 times its size", Assert.Throws<CsvException>(() => Read()).Message, StringComparison.Ordinal);
        Write([.. Enumerable.Range(0, 8).Select(i => ($"t{i}.csv", "id\n" + new string('7', 9 << 20)))]);
        Assert.Contains("more than 67,108,864 bytes", Assert.Throws<CsvException>(() => Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_entry_is_found_by_its_checksum()
    {
        Write(CompressionLevel.NoCompression, ("customers.csv", Header + "C1,Acme,5\n"));
        Assert.Equal(1, Read().Events);
        var bytes = File.ReadAllBytes(_path);
        bytes[bytes.AsSpan().IndexOf("Acme"u8)]++;
        File.WriteAllBytes(_path, bytes);
        Assert.Contains("checksum of 'customers.csv'", Assert.Throws<CsvException>(() => Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_stops_within_refused_rows_when_it_is_cancelled()
    {
        Write(("customers.csv", Header + string.Concat(Enumerable.Repeat("C1,Acme,a lot\n", 5_000))));
        using var import = Open(null);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => import.Read(null, null, cancelled.Token).ToList());
        Assert.Equal("customers.csv", Assert.Single(import.Report.Sheets).Name);
    }

    public void Dispose() => File.Delete(_path);

    private (int Events, List<NewDeadLetter> Letters, long Refused) Read(CsvOptions? options = null)
    {
        using var import = Open(options);
        var batches = import.Read().ToList();
        return (batches.Sum(b => b.Events.Length), [.. batches.SelectMany(b => b.Letters)], import.Report.Refused);
    }

    private CsvImport Open(CsvOptions? options) => CsvImport.Open(_path, "tables.zip", SourceMapping.Shipped("sales-analytics")!, options);

    private void Write(params (string Name, string Content)[] entries) => Write(CompressionLevel.Optimal, entries);

    private void Write(CompressionLevel level, params (string Name, string Content)[] entries)
    {
        using var zip = new ZipArchive(File.Create(_path), ZipArchiveMode.Create);
        foreach (var (name, content) in entries)
        {
            using var entry = zip.CreateEntry(name, level).Open();
            entry.Write(Encoding.UTF8.GetBytes(content));
        }
    }
}
