using System.Diagnostics;

namespace OneLead.Testing;

/// <summary>Asks repeatedly until a condition holds or the time is over.</summary>
public static class Wait
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    public static Task UntilAsync(string what, Func<Task<bool>> condition, int seconds = 30) => UntilAsync(() => what, condition, seconds);

    /// <param name="what">What was waited for, asked when the time is over.</param>
    public static Task UntilAsync(Func<string> what, Func<Task<bool>> condition, int seconds = 30) =>
        ForAsync(what, async () => await condition() ? "" : null, seconds);

    /// <returns>The first answer that is not null.</returns>
    public static async Task<T> ForAsync<T>(Func<string> what, Func<Task<T?>> ask, int seconds = 30) where T : class
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < seconds;)
        {
            if (await ask() is { } answer)
                return answer;
            await Task.Delay(Pause);
        }
        throw new TimeoutException($"Not within {seconds} seconds: {what()}.");
    }
}
