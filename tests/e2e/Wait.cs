using System.Diagnostics;

namespace OneLead.EndToEnd.Tests;

/// <summary>Asks again and again until something is so, or the time is over.</summary>
internal static class Wait
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    public static Task Until(string what, Func<Task<bool>> condition, int seconds = 30) => Until(() => what, condition, seconds);

    /// <param name="what">Says at the end what was waited for.</param>
    public static Task Until(Func<string> what, Func<Task<bool>> condition, int seconds = 30) => For(what, async () => await condition() ? "" : null, seconds);

    /// <returns>The first answer that is not null.</returns>
    public static async Task<T> For<T>(Func<string> what, Func<Task<T?>> ask, int seconds = 30) where T : class
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
