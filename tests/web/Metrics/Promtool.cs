using System.Diagnostics;

namespace OneLead.Web.Tests.Metrics;

internal static class Promtool
{
    /// <summary>Runs promtool over a text; null when it is not installed.</summary>
    public static async Task<string?> Check(string text)
    {
        if (!File.Exists("/usr/bin/promtool"))
            return null;
        using var promtool = Process.Start(new ProcessStartInfo("/usr/bin/promtool", "check metrics") { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        var errors = await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();
        return errors;
    }
}
