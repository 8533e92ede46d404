namespace OneLead.Runtime;

/// <summary>The execution context without async-locals, in which turns run.</summary>
internal static class CleanContext
{
    private static readonly ExecutionContext s_clean = Capture();

    /// <summary>Leaves the current context for the clean one. Returns what to go back to.</summary>
    internal static ExecutionContext? Enter()
    {
        var outer = ExecutionContext.Capture();
        if (outer != s_clean) ExecutionContext.Restore(s_clean);
        return outer;
    }

    internal static void Leave(ExecutionContext? outer)
    {
        if (ExecutionContext.Capture() != outer) ExecutionContext.Restore(outer ?? s_clean);
    }

    internal static void Restore()
    {
        if (ExecutionContext.Capture() != s_clean) ExecutionContext.Restore(s_clean);
    }

    /// <summary>A timer, not yet set, whose callback runs in the clean context.</summary>
    internal static ITimer CreateTimer(TimeProvider time, TimerCallback callback, object state)
    {
        var outer = Enter();
        try
        {
            return time.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        finally
        {
            Leave(outer);
        }
    }

    private static ExecutionContext Capture()
    {
        ExecutionContext? context = null;
        var thread = new Thread(() => context = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return context!;
    }
}
