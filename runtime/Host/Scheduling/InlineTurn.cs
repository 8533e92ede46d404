using System.Runtime.CompilerServices;

namespace OneLead.Runtime;

/// <summary>A turn of an idle actor on its caller's stack, in the actor's context; <see cref="End"/> goes back to the caller's.</summary>
internal ref struct InlineTurn
{
    [ThreadStatic]
    private static int t_depth;

    private readonly Mailbox _mailbox;
    private readonly SynchronizationContext? _outer;
    private readonly ExecutionContext _outerExecution;

    private InlineTurn(Mailbox mailbox, SynchronizationContext? outer, ExecutionContext outerExecution)
    {
        (_mailbox, _outer, _outerExecution) = (mailbox, outer, outerExecution);
        CleanContext.Enter(outerExecution);
        SynchronizationContext.SetSynchronizationContext(mailbox);
    }

    internal static bool TryBegin(Mailbox mailbox, SynchronizationContext? outer, out InlineTurn turn)
    {
        if (t_depth < mailbox.Host.MaxInlineDepth && RuntimeHelpers.TryEnsureSufficientExecutionStack()
            && ExecutionContext.Capture() is { } outerExecution // null: the caller suppressed its flow, which could not be restored
            && mailbox.TryEnter(outer as Mailbox))
        {
            t_depth++;
            turn = new(mailbox, outer, outerExecution);
            return true;
        }
        turn = default;
        return false;
    }

    internal readonly void End(bool requestIsOver)
    {
        t_depth--;
        SynchronizationContext.SetSynchronizationContext(_outer);
        CleanContext.Leave(_outerExecution);
        _mailbox.Leave(requestIsOver);
    }
}
