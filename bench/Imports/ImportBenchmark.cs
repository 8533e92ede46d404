using System.Diagnostics;
using OneLead.Bench.Running;
using OneLead.Sources.Workbooks;

namespace OneLead.Bench.Imports;

/// <summary>Measures reading a workbook of 100,000 items into change events.</summary>
internal static class ImportBenchmark
{
    public static async Task RunAsync(Runner runner)
    {
        using var workbook = new SampleWorkbook(runner.Scaled(100_000));
        await runner.PairAsync(
            "workbook rows read, checked and mapped; a bare XmlReader over the same sheets", "rows/s",
            () => Task.FromResult(Rate(() => Read(workbook.Path))), () => Task.FromResult(Rate(() => BareReader.Rows(workbook.Path))),
            targets: [BenchmarkTarget.Times(0.15)]);
        var before = PeakMemory.Reset();
        Read(workbook.Path);
        runner.Alone("workbook of 100,000 items: memory while it is read", "MB", [PeakMemory.Of() - before]);
    }

    private static long Read(string path)
    {
        using var import = WorkbookImport.Open(path);
        foreach (var batch in import.Read())
            _ = batch;
        return import.Report.Rows;
    }

    private static double Rate(Func<long> read)
    {
        var started = Stopwatch.GetTimestamp();
        return read() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
