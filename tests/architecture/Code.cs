using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace OneLead.Architecture.Tests;

/// <summary>A call in the code of a method.</summary>
/// <param name="In">The method that was written, also when the call is in a lambda, an iterator or an async state machine.</param>
internal sealed record Call(string In, MethodDefinition Body, MethodReference Method)
{
    public string Name => $"{Method.DeclaringType.Name.Split('`')[0]}.{Method.Name}";

    /// <summary>Whether an object is created, and not only the constructor of a base class called.</summary>
    public required bool Creates { get; init; }

    public bool IsIn(Type declaring) => Method.DeclaringType.GetElementType().FullName == declaring.FullName;
}

/// <summary>Reads what methods call from the compiled assemblies.</summary>
internal static class Code
{
    private static readonly Dictionary<Assembly, ModuleDefinition> Modules = [];

    /// <summary>All calls of a type, with those of the types that the compiler made of its lambdas and async methods.</summary>
    public static IEnumerable<Call> CallsOf(Type type) =>
        Module(type.Assembly).GetType(type.FullName!.Replace('+', '/')) is { } definition ? CallsOf(definition, null) : [];

    /// <summary>All calls of an assembly.</summary>
    public static IEnumerable<Call> CallsOf(Assembly assembly) => Module(assembly).Types.SelectMany(t => CallsOf(t, null));

    private static IEnumerable<Call> CallsOf(TypeDefinition type, string? within) =>
        type.Methods.Where(m => m.HasBody).SelectMany(m => m.Body.Instructions
            .Where(i => i.OpCode.FlowControl == FlowControl.Call
                || i.OpCode.Code is Mono.Cecil.Cil.Code.Newobj or Mono.Cecil.Cil.Code.Ldftn)
            .Select(i => new Call($"{within ?? type.Name}.{m.Name}", m, (MethodReference)i.Operand)
            {
                Creates = i.OpCode.Code is Mono.Cecil.Cil.Code.Newobj,
            }))
        .Concat(type.NestedTypes.SelectMany(n => CallsOf(n, n.Name.StartsWith('<') ? $"{within ?? type.Name}.{n.Name}" : null)));

    private static ModuleDefinition Module(Assembly assembly)
    {
        lock (Modules)
            return Modules.TryGetValue(assembly, out var module)
                ? module
                : Modules[assembly] = ModuleDefinition.ReadModule(assembly.Location);
    }
}
