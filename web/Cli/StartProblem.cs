using Microsoft.Extensions.Options;

namespace OneLead.Web.Cli;

/// <summary>Says which setting keeps the program from starting, and what to do.</summary>
internal static class StartProblem
{
    /// <returns>Two lines; null if the exception is not about a setting.</returns>
    public static string? Of(Exception exception) => exception switch
    {
        OptionsValidationException e => $"A setting is not valid: {string.Join(" ", e.Failures)}\n{Advice}",
        // The binder of the configuration names the setting.
        InvalidOperationException { InnerException: FormatException or ArgumentException or OverflowException } e =>
            $"A setting is not valid: {e.Message}\n{Advice}",
        ArgumentException e when IsFrom(e, "Npgsql") =>
            $"The connection string in ONELEAD__Storage is not valid: {FirstLine(e)}\n"
            + "It looks like Host=db;Database=onelead;Username=onelead;Password=…; leave it empty for the embedded store.",
        TimeZoneNotFoundException or InvalidTimeZoneException =>
            $"OneLead:TimeZone is not a time zone: {FirstLine(exception)}\nUse a name such as Europe/Berlin.",
        FormatException or UriFormatException => $"A setting is not valid: {FirstLine(exception)}\n{Advice}",
        { InnerException: { } inner } => Of(inner),
        _ => null,
    };

    private const string Advice = "Correct it in appsettings.json, the environment (ONELEAD__…) or the command line, and start again.";

    private static bool IsFrom(Exception e, string assembly) =>
        e.Source == assembly || e.StackTrace?.Contains(assembly + ".", StringComparison.Ordinal) == true;

    private static string FirstLine(Exception e) => e.Message.Split('\n')[0].Trim();
}
