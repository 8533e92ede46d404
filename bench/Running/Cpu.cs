using System.Diagnostics;

namespace OneLead.Bench.Running;

/// <summary>Reads the processor time of this process, which does not depend on other load.</summary>
internal static class Cpu
{
    public static TimeSpan Spent()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
