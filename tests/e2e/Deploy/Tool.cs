using System.Diagnostics;

namespace OneLead.EndToEnd.Tests.Deploy;

/// <summary>Programs of the machine.</summary>
internal static class Tool
{
    /// <summary>Runs a program in the checkout, to its end.</summary>
    public static async Task<Ended> RunAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }
}
