using Microsoft.Extensions.Logging;

namespace OneLead.Runtime;

internal sealed partial class HostLog(ILogger logger)
{
    [LoggerMessage(1, LogLevel.Error, "{Actor} could not be activated.")]
    internal partial void ActivationFailed(Exception exception, string actor);

    [LoggerMessage(2, LogLevel.Error, "{Actor} failed to deactivate cleanly.")]
    internal partial void DeactivationFailed(Exception exception, string actor);

    [LoggerMessage(3, LogLevel.Warning, "A timer of {Actor} failed, and goes on.")]
    internal partial void TimerFailed(Exception exception, string actor);

    [LoggerMessage(4, LogLevel.Error, "{Actor} left an exception that nobody awaits.")]
    internal partial void ContinuationFailed(Exception exception, string actor);

    [LoggerMessage(5, LogLevel.Warning, "Stopping without {Calls} calls and {Actors} actors that did not finish in time.")]
    internal partial void DrainTimedOut(int calls, int actors);
}
