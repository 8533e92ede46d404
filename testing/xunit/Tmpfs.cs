using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace OneLead.Testing;

/// <summary>A test that needs to mount a small disk, for which it must run as root.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TmpfsFactAttribute : FactAttribute
{
    public TmpfsFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line)
    {
        try { new Tmpfs("1m").Dispose(); }
        catch (InvalidOperationException e) { Skip = $"A small disk cannot be mounted here: {e.Message}"; }
    }
}

/// <summary>A small disk in memory.</summary>
public sealed class Tmpfs : IDisposable
{
    /// <exception cref="InvalidOperationException">It cannot be mounted.</exception>
    public Tmpfs(string size)
    {
        Directory.CreateDirectory(Path);
        try
        {
            Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", Path);
        }
        catch
        {
            Directory.Delete(Path);
            throw;
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("onelead-disk-").FullName;

    public void Dispose()
    {
        Run("umount", Path);
        Directory.Delete(Path);
    }

    private static void Run(string program, params string[] arguments)
    {
        if (!OperatingSystem.IsLinux())
            throw new InvalidOperationException("tmpfs is Linux's.");
        var start = new ProcessStartInfo(program) { RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(error.Trim());
    }
}
