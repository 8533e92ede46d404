using System.Globalization;
using OneLead.Testing;

namespace OneLead.Bench.Cluster;

/// <summary>Reads the processor time of other processes on Linux, which does not depend on other load.</summary>
internal static class ProcessorTime
{
    private const double TicksASecond = 100;

    // Fields after the name: user and system time of the process, and of its children that have ended.
    private const int Own = 11, EndedChildren = 13;

    /// <summary>Returns the seconds of a process, without its children.</summary>
    public static double Of(int process) => Read(process, Own);

    /// <summary>Returns the seconds of a PostgreSQL server and all its sessions, ended ones included.</summary>
    public static double Of(PrivatePostgres server) =>
        server.ProcessIds is [var first, ..] all ? Read(first, EndedChildren) + all.Sum(Of) : 0;

    // "id (name) state parent …": the name may have spaces and brackets. A process that has just ended has no file.
    private static double Read(int process, int times)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[times..(times + 2)].Sum(static t => long.Parse(t, CultureInfo.InvariantCulture)) / TicksASecond;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
