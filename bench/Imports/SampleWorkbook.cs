using OneLead.Samples;

namespace OneLead.Bench.Imports;

/// <summary>A synthetic workbook in a temporary folder.</summary>
internal sealed class SampleWorkbook : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onelead-bench-workbook-");

    public SampleWorkbook(int items) => SampleData.Write(_folder.FullName, items, seed: 1, Day);

    public static DateOnly Day { get; } = new(2025, 10, 29);

    public string Path => System.IO.Path.Combine(_folder.FullName, SampleData.DataFile);

    public void Dispose() => _folder.Delete(recursive: true);
}
