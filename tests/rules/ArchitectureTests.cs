using System.Reflection;
using System.Reflection.Emit;

namespace OneLead.Rules.Tests;

/// <summary>Rules are pure: what they use is found in their members and in the code of their methods.</summary>
public class ArchitectureTests
{
    // Whole namespaces, or types.
    private static readonly string[] Forbidden =
    [
        "System.Threading.Tasks.", "System.Threading.Timer", "System.Threading.PeriodicTimer", "System.Threading.Thread", "System.TimeProvider", "System.Diagnostics.Stopwatch",
        "System.Random", "System.Net.", "System.IO.File", "System.IO.Directory", "System.Data.", "Microsoft.Extensions.", "Microsoft.Data.", "Microsoft.AspNetCore.", "Orleans.",
        "OneLead.Storage.", "OneLead.Grains.", "OneLead.Runtime.",
    ];

    // Wherever they stand.
    private static readonly string[] ForbiddenMembers = ["get_Now", "get_UtcNow", "get_Today", "get_TickCount", "get_TickCount64", "GetEnvironmentVariable", "NewGuid"];

    // Reads the rules file that is part of the assembly.
    private const string Exempt = "OneLead.Rules.Parsing.EmbeddedRules";

    [Fact]
    public void Rules_see_no_task_clock_logger_storage_or_actor()
    {
        var rules = typeof(RuleSet).Assembly.GetTypes().Where(t => t.FullName!.StartsWith("OneLead.Rules.", StringComparison.Ordinal) && t.FullName != Exempt).ToList();
        Assert.True(rules.Count > 30);
        Assert.Empty(rules.SelectMany(Violations));
    }

    [Theory]
    [InlineData(typeof(AwaitsInside))]
    [InlineData(typeof(ReadsTheClock))]
    [InlineData(typeof(HoldsAStream))]
    [InlineData(typeof(TakesAGrain))]
    public void The_check_finds_what_it_forbids(Type type) => Assert.NotEmpty(Violations(type));

    private sealed class AwaitsInside { public static object Run() => Task.CompletedTask; }

    private sealed class ReadsTheClock { public static object Run() => TimeProvider.System; }

    private sealed class HoldsAStream { public MemoryStream? Stream { get; init; } }

    private sealed class TakesAGrain { public static string? Run(List<Orleans.IGrainWithStringKey> grains) => grains.ToString(); }

    private static IEnumerable<string> Violations(Type type)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var methods = type.GetMethods(all).Concat<MethodBase>(type.GetConstructors(all)).ToList();
        var used = new[] { type.BaseType }.Concat(type.GetInterfaces()).Concat(type.GetFields(all).Select(f => f.FieldType))
            .Concat(methods.SelectMany(m => m.GetParameters().Select(p => p.ParameterType)))
            .Concat(methods.OfType<MethodInfo>().Select(m => m.ReturnType))
            .Concat(methods.SelectMany(m => m.GetMethodBody()?.LocalVariables.Select(l => l.LocalType) ?? []));
        return used.Where(t => t is not null && IsForbidden(t)).Select(t => $"{type}: {t}")
            .Concat(methods.SelectMany(m => Called(m).Where(IsForbidden).Select(c => $"{type}.{m.Name}: {c.DeclaringType}.{c.Name}")));
    }

    private static bool IsForbidden(MemberInfo member) => member switch
    {
        Type type => IsForbidden(type),
        _ => (member.DeclaringType is { } owner && IsForbidden(owner)) || ForbiddenMembers.Contains(member.Name),
    };

    private static bool IsForbidden(Type type) =>
        type.HasElementType ? IsForbidden(type.GetElementType()!)
        : typeof(Stream).IsAssignableFrom(type)
        || Forbidden.Any(f => (type.FullName ?? type.Name).StartsWith(f, StringComparison.Ordinal) && (f[^1] == '.' || type.FullName!.Split('`')[0] == f))
        || type.GenericTypeArguments.Any(IsForbidden);

    // The members that a method's code names: every instruction's operand that is a token.
    private static IEnumerable<MemberInfo> Called(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var i = 0; i < code.Length;)
        {
            var op = code[i] == 0xFE ? OpCodeOf[(short)(0xFE00 | code[i + 1])] : OpCodeOf[code[i]];
            i += op.Size;
            if (op.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                yield return method.Module.ResolveMember(
                    BitConverter.ToInt32(code, i), method.DeclaringType!.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null)!;
            }
            i += op.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, i)),
                _ => 4,
            };
        }
    }

    private static readonly Dictionary<short, OpCode> OpCodeOf = typeof(OpCodes).GetFields().Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => o.Value);
}
