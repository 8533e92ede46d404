using System.Diagnostics;

namespace OneLead.Testing;

public static class Promtool
{
    /// <summary>Runs promtool over a text; null when it is not installed.</summary>
    public static async Task<string?> CheckAsync(string text)
    {
        if (!File.Exists(Tools.Promtool))
            return null;
        using var promtool = Process.Start(new ProcessStartInfo(Tools.Promtool, "check metrics")
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        var errors = await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();
        return errors;
    }
}
