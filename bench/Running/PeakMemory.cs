using System.Globalization;

namespace OneLead.Bench.Running;

/// <summary>The most memory that a process has had resident, as Linux counts it.</summary>
internal static class PeakMemory
{
    /// <summary>In MB; of this process when none is given.</summary>
    public static double Of(int? process = null) => Read(process, "VmHWM:");

    /// <summary>What this process has resident now, in MB; the peak is counted from here on.</summary>
    public static double Reset()
    {
        GC.Collect();
        File.WriteAllText("/proc/self/clear_refs", "5");
        return Read(null, "VmRSS:");
    }

    private static double Read(int? process, string line)
    {
        var who = process?.ToString(CultureInfo.InvariantCulture) ?? "self";
        var found = File.ReadLines($"/proc/{who}/status").First(l => l.StartsWith(line, StringComparison.Ordinal));
        return long.Parse(found.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024.0;
    }
}
