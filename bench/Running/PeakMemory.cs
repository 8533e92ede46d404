using System.Globalization;

namespace OneLead.Bench.Running;

/// <summary>Reads the peak resident memory of a process on Linux.</summary>
internal static class PeakMemory
{
    /// <summary>Returns the peak in MB, of this process if none is given.</summary>
    public static double Of(int? process = null) => Read(process, "VmHWM:");

    /// <summary>Returns the resident memory of a process in MB.</summary>
    public static double Now(int process) => Read(process, "VmRSS:");

    /// <summary>Resets the peak of this process and returns its resident memory in MB.</summary>
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
