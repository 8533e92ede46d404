using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using OneLead.Architecture.Tests.Samples;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Type = System.Type;

namespace OneLead.Architecture.Tests;

/// <summary>Rules are pure functions of their arguments.</summary>
public class RulePurityTests
{
    private static readonly ArchUnitNET.Domain.Architecture Architecture = new ArchLoader()
        .LoadAssemblies(ProductAssemblies.Rules, typeof(RulePurityTests).Assembly).Build();

    // A task, a clock, chance, a logger, a file, a store, an actor, or anything of the web.
    private const string Forbidden =
        @"^(System\.Threading\.(Tasks\.|Timer|PeriodicTimer|Thread|ITimer)|System\.(TimeProvider|Random|Environment)"
        + @"|System\.Diagnostics\.Stopwatch|System\.Net\.|System\.Data\."
        + @"|System\.IO\.(File|Directory|Path|\w*Stream)|Microsoft\.(Extensions|Data|AspNetCore)\.|Npgsql"
        + @"|Orleans\.(?!Serialization|Immutable|Id|Alias|GenerateSerializer)"
        + @"|OneLead\.(Storage|Grains|Accounts|Items\.Grains|Hosting|Silo|Sources|Web)\.)";

    // The rules file that is part of the assembly is read through a stream.
    private const string Exempt = "OneLead.Rules.Parsing.EmbeddedRules";

    // Orleans generates the assembly's serializer metadata.
    private const string Generated = "^OrleansCodeGen";

    [Fact]
    public void Rules_see_no_task_clock_logger_storage_or_actor()
    {
        var rules = Types().That().ResideInAssembly(ProductAssemblies.Rules).And().DoNotHaveFullName(Exempt).And()
            .DoNotResideInNamespaceMatching(Generated);
        Assert.True(rules.GetObjects(Architecture).Count() > 30);
        Pure(rules).Check(Architecture);
    }

    [Theory]
    [InlineData(typeof(AwaitsInside))]
    [InlineData(typeof(AwaitsInALambda))]
    [InlineData(typeof(ReadsTheClock))]
    [InlineData(typeof(HoldsAStream))]
    [InlineData(typeof(TakesAGrain))]
    [InlineData(typeof(ReadsTheEnvironment))]
    public void The_check_finds_what_it_forbids(Type type) => Assert.False(Pure(Types().That().Are(type)).HasNoViolations(Architecture));

    [Fact]
    public void The_check_passes_what_it_allows() => Pure(Types().That().Are(typeof(Computes))).Check(Architecture);

    private static IArchRule Pure(IObjectProvider<IType> types) =>
        Types().That().Are(types).Should().NotDependOnAny(Types(true).That().HaveFullNameMatching(Forbidden))
            .Because("rules are functions of facts, rules and the as-of date");
}
