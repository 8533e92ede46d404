namespace OneLead.Runtime;

/// <summary>The execution context without async-locals, in which turns run.</summary>
internal static class CleanContext
{
    private static readonly ExecutionContext s_clean = Capture();

    /// <summary>Goes from this context to the clean one.</summary>
    internal static void Enter(ExecutionContext outer)
    {
        if (outer != s_clean) ExecutionContext.Restore(s_clean);
    }

    /// <summary>Goes back to this context, whatever happened since.</summary>
    internal static void Leave(ExecutionContext outer)
    {
        if (ExecutionContext.Capture() != outer) ExecutionContext.Restore(outer);
    }

    internal static void Restore()
    {
        if (ExecutionContext.Capture() != s_clean) ExecutionContext.Restore(s_clean);
    }

    /// <summary>A timer, not yet set, whose callback runs in the clean context.</summary>
    internal static ITimer CreateTimer(TimeProvider time, TimerCallback callback, object state)
    {
        if (ExecutionContext.IsFlowSuppressed()) return time.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        using (ExecutionContext.SuppressFlow())
            return time.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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
