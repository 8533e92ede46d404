namespace OneLead.Runtime;

/// <summary>
/// A grain called a grain that waits for it, directly or through others: both would wait until the call times out. Thrown at once,
/// also when the caller did not mean to await. Calls go one way, or the answer is given by returning it.
/// </summary>
public sealed class CallCycleException : InvalidOperationException
{
    internal CallCycleException(string message) : base(message) { }

    internal static CallCycleException Of(Mailbox target, Mailbox caller, GrainMethod method)
    {
        var chain = caller.Chain().SkipWhile(mailbox => mailbox != target).Append(target).Select(mailbox => mailbox.Name);
        return new($"The call {method.Name} closes a cycle of calls that would wait for each other: {string.Join(" → ", chain)}.");
    }
}
