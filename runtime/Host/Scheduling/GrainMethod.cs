using System.ComponentModel;

namespace OneLead.Runtime;

/// <summary>A method of a grain interface. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class GrainMethod(string name)
{
    /// <summary>Interface and method, for messages.</summary>
    public string Name { get; } = name;
}

/// <summary>A method without a result. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GrainMethod<TArguments>(string name, Func<object, TArguments, ValueTask> invoke) : GrainMethod(name)
{
    internal readonly Func<object, TArguments, ValueTask> Invoke = invoke;
}

/// <summary>A method with a result. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GrainMethod<TArguments, TResult>(string name, Func<object, TArguments, ValueTask<TResult>> invoke) : GrainMethod(name)
{
    internal readonly Func<object, TArguments, ValueTask<TResult>> Invoke = invoke;
}
