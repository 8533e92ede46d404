using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using static OneLead.Runtime.Generator.Refusals;

namespace OneLead.Runtime.Generator;

/// <summary>Refuses code in grains that leaves the grain's turns, blocks them, or hands out the grain itself.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TurnAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableHashSet<string> s_leaving =
    [
        "System.Threading.Tasks.Task.Run", "System.Threading.Tasks.Task.ContinueWith", "System.Threading.Tasks.Task.Start",
        "System.Threading.Tasks.TaskFactory.StartNew", "System.Threading.Tasks.TaskFactory.ContinueWhenAll", "System.Threading.Tasks.TaskFactory.ContinueWhenAny",
        "System.Threading.ThreadPool.QueueUserWorkItem", "System.Threading.ThreadPool.UnsafeQueueUserWorkItem",
        "System.Threading.SynchronizationContext.SetSynchronizationContext", "System.TimeProvider.CreateTimer", "System.Linq.ParallelEnumerable.AsParallel",
    ];

    private static readonly ImmutableHashSet<string> s_blocking =
    [
        "System.Threading.Thread.Sleep", "System.Threading.Thread.Join", "System.Threading.Tasks.Task.WaitAll", "System.Threading.Tasks.Task.WaitAny",
        "System.Threading.Tasks.Task.RunSynchronously",
    ];

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [PassesThis, LeavesContext, Blocks];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(Invocation, OperationKind.Invocation);
        context.RegisterOperationAction(Property, OperationKind.PropertyReference);
        context.RegisterOperationAction(Creation, OperationKind.ObjectCreation);
    }

    private static void Invocation(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        var method = call.TargetMethod;
        if (!context.ContainingSymbol.IsInGrain()) return;

        var name = method.Name();
        var what = $"{method.ContainingType.Name}.{method.Name}";
        if (s_leaving.Contains(name) || method.ContainingType.Name() == "System.Threading.Tasks.Parallel" || IsConfigureAwaitFalse(call))
            Report(context, LeavesContext, what);
        else if (s_blocking.Contains(name) || IsWait(method)) Report(context, Blocks, what);

        if (!method.ContainingType.IsAddressable()) return;
        foreach (var argument in call.Arguments.Where(a => Unwrap(a.Value) is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }))
            context.ReportDiagnostic(Diagnostic.Create(PassesThis, argument.Syntax.GetLocation()));
    }

    private static void Property(OperationAnalysisContext context)
    {
        var property = ((IPropertyReferenceOperation)context.Operation).Property;
        if (property.Name == "Result" && property.ContainingType.IsTask() && context.ContainingSymbol.IsInGrain())
            Report(context, Blocks, $"{property.ContainingType.Name}.Result");
    }

    private static void Creation(OperationAnalysisContext context)
    {
        var type = ((IObjectCreationOperation)context.Operation).Type;
        if (type?.Name() is "System.Threading.Thread" or "System.Threading.Timer" or "System.Timers.Timer" && context.ContainingSymbol.IsInGrain())
            Report(context, LeavesContext, "new " + type.Name);
    }

    /// <summary>ConfigureAwait with anything but a true that is seen at compile time, on tasks, streams and disposables alike.</summary>
    private static bool IsConfigureAwaitFalse(IInvocationOperation call) =>
        call.TargetMethod.Name == "ConfigureAwait" && call.TargetMethod.ContainingType.ContainingNamespace.ToDisplayString().StartsWith("System.Threading.Tasks", System.StringComparison.Ordinal)
        && call.Arguments.LastOrDefault()?.Value.ConstantValue is not { HasValue: true, Value: true or 1 };

    private static bool IsWait(IMethodSymbol method) =>
        (method.Name is "Wait" or "WaitOne" or "SignalAndWait" && method.ContainingType.ContainingNamespace.ToDisplayString().StartsWith("System.Threading", System.StringComparison.Ordinal))
        || (method.Name == "GetResult" && method.ContainingType.Name.EndsWith("Awaiter", System.StringComparison.Ordinal));

    private static IOperation Unwrap(IOperation operation) => operation is IConversionOperation conversion ? Unwrap(conversion.Operand) : operation;

    private static void Report(OperationAnalysisContext context, DiagnosticDescriptor rule, string what) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, context.Operation.Syntax.GetLocation(), what));
}
