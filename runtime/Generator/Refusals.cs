using Microsoft.CodeAnalysis;

namespace OneLead.Runtime.Generator;

/// <summary>What grains must not do, because one of the two hosts cannot, or because it breaks what the hosts promise.</summary>
internal static class Refusals
{
    public static readonly DiagnosticDescriptor OneWay = Rule("OLG001", "One-way call",
        "'{0}' is one-way: nobody would learn that it failed. Return a Task; a caller need not await it.");
    public static readonly DiagnosticDescriptor Reentrancy = Rule("OLG002", "Reentrancy",
        "[{0}] lets calls interleave or activations multiply: one call after another is what grains rely on");
    public static readonly DiagnosticDescriptor Generic = Rule("OLG003", "Generic grain",
        "'{0}' is generic: grain classes, grain interfaces and their methods are not");
    public static readonly DiagnosticDescriptor RequestContext = Rule("OLG004", "RequestContext",
        "RequestContext does not flow: pass what the callee needs as an argument");
    public static readonly DiagnosticDescriptor Streams = Rule("OLG005", "Stream of results",
        "'{0}' is a stream of results: return a page of them");
    public static readonly DiagnosticDescriptor ByReference = Rule("OLG006", "Parameter by reference",
        "'{0}' is passed by reference: return it instead");
    public static readonly DiagnosticDescriptor PassesThis = Rule("OLG007", "Grain passed as itself",
        "'this' is the grain itself, not a reference to it: pass this.AsReference<T>()");
    public static readonly DiagnosticDescriptor Delegate = Rule("OLG008", "Delegate crosses",
        "'{0}' is a delegate, in {1}: code does not cross an actor boundary");
    public static readonly DiagnosticDescriptor Json = Rule("OLG009", "JSON document crosses",
        "'{0}' is a view into a document, in {1}: pass the JSON as a string, or a record");
    public static readonly DiagnosticDescriptor Mutable = Rule("OLG010", "Mutable value crosses",
        "'{0}' may change after it was handed over, in {1}: {2}");
    public static readonly DiagnosticDescriptor Unserializable = Rule("OLG011", "Value without serialization attributes",
        "'{0}' lacks {1}, in {2}: it could not cross to another process");
    public static readonly DiagnosticDescriptor LeavesContext = Rule("OLG012", "Leaves the grain's context",
        "'{0}' runs code outside the grain's turns, where it overlaps with them: await the work itself");
    public static readonly DiagnosticDescriptor Blocks = Rule("OLG013", "Blocks a turn",
        "'{0}' blocks the thread, and with it the grain: await instead");
    public static readonly DiagnosticDescriptor NotAsync = Rule("OLG014", "Member that is no asynchronous method",
        "'{0}' cannot be called through a reference: it must be a method that returns Task, Task<T>, ValueTask or ValueTask<T>");
    public static readonly DiagnosticDescriptor Unconstructable = Rule("OLG015", "Grain that cannot be made",
        "'{0}' {1}");

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "Grains", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
