using System.Diagnostics;

namespace OneLead.Bench.Running;

/// <summary>The processor time of this process: what work costs whatever else the machine does.</summary>
internal static class Cpu
{
    public static TimeSpan Spent()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
