namespace OneLead.Web.Cli;

/// <summary>Ends a command with this message and exit code 1.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);

/// <summary>Turns a command's failure into a message and exit code 1.</summary>
internal static class CommandGuard
{
    public static async Task<int> RunAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (CommandFailedException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (Exception e) when (StartProblem.Of(e) is { } problem)
        {
            await Console.Error.WriteLineAsync(problem);
            return 1;
        }
    }
}
