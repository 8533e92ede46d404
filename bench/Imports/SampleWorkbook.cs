using OneLead.Samples;

namespace OneLead.Bench.Imports;

/// <summary>A synthetic workbook in a folder of its own.</summary>
internal sealed class SampleWorkbook : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("onelead-bench-workbook-");

    public SampleWorkbook(int items) => SampleData.Write(folder.FullName, items, seed: 1, Day);

    /// <summary>The day as of which the sample was made.</summary>
    public static DateOnly Day { get; } = new(2025, 10, 29);

    public string Path => System.IO.Path.Combine(folder.FullName, SampleData.DataFile);

    public void Dispose() => folder.Delete(recursive: true);
}
