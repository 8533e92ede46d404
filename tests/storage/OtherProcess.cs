using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using OneLead.Storage.Sqlite;
using Xunit.MicrosoftTestingPlatform;
using static OneLead.Storage.Tests.TestEvents;

namespace OneLead.Storage.Tests;

/// <summary>Runs this assembly as a separate process that owns a store, or appends to it until it is killed.</summary>
internal sealed class OtherProcess : IDisposable
{
    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public StreamReader Output => _process.StandardOutput;

    public static OtherProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet"
                ? host
                : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true
        };
        foreach (var argument in (string[])["exec", Assembly.GetExecutingAssembly().Location, .. arguments])
            start.ArgumentList.Add(argument);
        return new OtherProcess(Process.Start(start)!);
    }

    /// <summary>Sends SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    public static Task<int> Main(string[] arguments) => arguments is ["own" or "append", ..]
        ? UseStoreAsync(arguments)
        : TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions);

    private static async Task<int> UseStoreAsync(string[] arguments)
    {
        using var store = SqliteStore.Open(arguments[1], Sqlite.SqliteTestOptions.Hasty, TimeProvider.System, NullLogger.Instance);
        Console.WriteLine("open");
        if (arguments[0] == "own")
            Console.ReadLine();
        else
            await Task.WhenAll(Enumerable.Range(0, 6).Select(w => Task.Run(() => AppendForeverAsync(store, arguments[2], w))));
        return 0;
    }

    /// <summary>Returns the n-th event of a writer; always the same for a number.</summary>
    public static Events.ChangeEvent Event(string run, int writer, int n) =>
        Item($"{run}/{writer}/{n}", $"hpe:S{n % 50}", $"name:{(n + writer) % 7}", n % 100);

    // Prints the acknowledged events: run, writer, number, sequence.
    private static async Task AppendForeverAsync(SqliteStore store, string run, int writer)
    {
        var random = new Random(writer);
        for (var n = 0; ;)
        {
            var size = random.Next(1, writer == 0 ? 200 : 10);
            var appended = await store.Journal.AppendAsync([.. Enumerable.Range(n, size).Select(i => Event(run, writer, i))]);
            var lines = appended.Select((a, i) => string.Create(CultureInfo.InvariantCulture, $"{run} {writer} {n + i} {a.Sequence}\n"));
            lock (Console.Out)
                Console.Write(string.Concat(lines));
            n += size;
        }
    }
}
