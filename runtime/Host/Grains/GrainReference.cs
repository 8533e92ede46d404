using System.ComponentModel;
using OneLead.Runtime;

namespace OneLead.Runtime
{
    /// <summary>What a reference points to. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public readonly struct ReferenceTarget
    {
        internal readonly GrainClass? Class;
        internal readonly string Key;
        internal readonly Mailbox? Mailbox;

        internal ReferenceTarget(GrainClass grainClass, string key) => (Class, Key) = (grainClass, key);

        internal ReferenceTarget(ObserverMailbox observer) => (Key, Mailbox) = (observer.Name, observer);
    }
}

namespace Orleans.Runtime
{
    /// <summary>A reference to a grain or an observer: the base of the generated classes. Equal when it points to the same one.</summary>
    public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
    {
        private readonly GrainClass? _class;
        private readonly string _key;
        private Mailbox? _mailbox;

        /// <summary>For generated code.</summary>
        [EditorBrowsable(EditorBrowsableState.Never)]
        protected GrainReference(ReferenceTarget target) => (_class, _key, _mailbox) = (target.Class, target.Key, target.Mailbox);

        internal GrainHost Host => _class?.Host ?? _mailbox!.Host;

        internal ObserverMailbox? Observer => _mailbox as ObserverMailbox;

        internal GrainId GrainId => new(_class?.Kind ?? ObserverMailbox.ObserverKind, _key);

        /// <inheritdoc/>
        public bool Equals(GrainReference? other) =>
            other is not null && GetType() == other.GetType() && _class == other._class && _key == other._key && Observer == other.Observer;

        /// <inheritdoc/>
        public override bool Equals(object? obj) => Equals(obj as GrainReference);

        /// <inheritdoc/>
        public override int GetHashCode() => string.GetHashCode(_key, StringComparison.Ordinal);

        /// <inheritdoc/>
        public override string ToString() => GrainId.ToString();

        internal object As(Type interfaceType) => _class?.Reference(interfaceType, _key)
            ?? throw new ArgumentException($"{this} is an observer, which has one interface.", nameof(interfaceType));

        /// <summary>The mailbox that takes requests now; activates the grain if need be.</summary>
        internal Mailbox Resolve(Mailbox? caller, uint callerRequest)
        {
            if (_class is null) return _mailbox is { IsClosed: false } observer ? observer : throw Gone();
            if (caller is null) Host.ThrowIfStopping();
            return _mailbox ??= _class.GetOrActivate(_key, caller, callerRequest);
        }

        internal void Forget(Mailbox closed)
        {
            if (_class is null) return;
            _mailbox = null;
            _class.Forget((Activation)closed);
        }

        internal Exception Gone() => new ClientNotAvailableException($"The observer of {this} is gone.");

        /// <summary>Calls a method without a result: on this stack if the target is idle, else through its mailbox. For generated code.</summary>
        [EditorBrowsable(EditorBrowsableState.Never)]
        protected ValueTask Invoke<TArguments>(GrainMethod<TArguments> method, TArguments arguments)
        {
            ArgumentNullException.ThrowIfNull(method);
            var outer = SynchronizationContext.Current;
            if (!TryBeginInline(outer, out var turn, out var mailbox)) return Send(method, arguments, outer as Mailbox);

            ValueTask result;
            try
            {
                result = method.Invoke(mailbox.Target ?? throw Gone(), arguments);
            }
            catch (Exception exception)
            {
                result = ValueTask.FromException(exception);
            }

            var completed = result.IsCompleted;
            if (!result.IsCompletedSuccessfully)
            {
                var task = result.AsTask();
                if (completed) NoteFailure(mailbox, task);
                else
                {
                    var call = new VoidCall(this, method, outer as Mailbox, running: true);
                    call.Observe(mailbox, task);
                    task = call.Answer;
                }
                result = new(task);
            }
            turn.End(completed);
            return result;
        }

        /// <summary>Calls a method with a result: on this stack if the target is idle, else through its mailbox. For generated code.</summary>
        [EditorBrowsable(EditorBrowsableState.Never)]
        protected ValueTask<TResult> Invoke<TArguments, TResult>(GrainMethod<TArguments, TResult> method, TArguments arguments)
        {
            ArgumentNullException.ThrowIfNull(method);
            var outer = SynchronizationContext.Current;
            if (!TryBeginInline(outer, out var turn, out var mailbox)) return Send(method, arguments, outer as Mailbox);

            ValueTask<TResult> result;
            try
            {
                result = method.Invoke(mailbox.Target ?? throw Gone(), arguments);
            }
            catch (Exception exception)
            {
                result = ValueTask.FromException<TResult>(exception);
            }

            var completed = result.IsCompleted;
            if (!result.IsCompletedSuccessfully)
            {
                var task = result.AsTask();
                if (completed) NoteFailure(mailbox, task);
                else
                {
                    var call = new ValueCall<TResult>(this, method, outer as Mailbox, running: true);
                    call.Observe(mailbox, task);
                    task = call.Answer;
                }
                result = new(task);
            }
            turn.End(completed);
            return result;
        }

        /// <summary>Refuses a grain or an observer that is passed as itself. For generated code.</summary>
        /// <exception cref="ArgumentException">The argument is not a reference.</exception>
        [EditorBrowsable(EditorBrowsableState.Never)]
        protected static T Reference<T>(T argument) where T : IAddressable? =>
            argument is null or GrainReference ? argument
                : throw new ArgumentException($"{argument.GetType()} is passed as itself: pass AsReference<T>() of a grain, CreateObjectReference<T>() of an observer.");

        private bool TryBeginInline(SynchronizationContext? outer, out InlineTurn turn, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Mailbox? mailbox)
        {
            mailbox = _mailbox ?? (_mailbox = _class!.Find(_key));
            if (mailbox is not null && !(Host.IsStopping && outer is not Mailbox) && InlineTurn.TryBegin(mailbox, outer, out turn)) return true;
            turn = default;
            return false;
        }

        private ValueTask Send<TArguments>(GrainMethod<TArguments> method, TArguments arguments, Mailbox? caller)
        {
            var call = new VoidCall<TArguments>(this, method, arguments, caller);
            call.Send();
            return new(call.Answer);
        }

        private ValueTask<TResult> Send<TArguments, TResult>(GrainMethod<TArguments, TResult> method, TArguments arguments, Mailbox? caller)
        {
            var call = new ValueCall<TArguments, TResult>(this, method, arguments, caller);
            call.Send();
            return new(call.Answer);
        }

        private static void NoteFailure(Mailbox mailbox, Task failed)
        {
            if (failed.IsFaulted) mailbox.RequestFailed(failed.Exception!.InnerException!);
        }
    }
}
