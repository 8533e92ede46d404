using System.Globalization;
using OneLead.Testing;

namespace OneLead.Bench.Cluster;

/// <summary>Reads the processor time of other processes on Linux, which does not depend on other load.</summary>
internal static class ProcessorTime
{
    private const double TicksASecond = 100;

    /// <summary>Returns the seconds of a process, without its children.</summary>
    public static double Of(int process) => Read(process) is var (_, own, _) ? own : 0;

    /// <summary>Returns the seconds of a PostgreSQL server and all its sessions, ended ones included.</summary>
    public static double Of(PrivatePostgres server) => Read(server.ProcessId) is var (_, own, ended)
        ? own + ended + Directory.EnumerateDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var id) ? Read(id) : null)
            .Sum(p => p is var (parent, seconds, _) && parent == server.ProcessId ? seconds : 0)
        : 0;

    // "id (name) state parent …": the name may have spaces and brackets.
    private static (int Parent, double Own, double EndedChildren)? Read(int process)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), Seconds(11, 12), Seconds(13, 14));

            double Seconds(int user, int system) =>
                (Ticks(fields[user]) + Ticks(fields[system])) / TicksASecond;

            long Ticks(string field) => long.Parse(field, CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
