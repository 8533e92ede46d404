using System.Reflection;

namespace OneLead.Architecture.Tests;

/// <summary>The assemblies of the product.</summary>
internal static class ProductAssemblies
{
    public static readonly Assembly GrainInterfaces = typeof(Grains.IAccountGrain).Assembly;

    public static readonly Assembly Rules = typeof(Rules.RuleSet).Assembly;

    public static readonly Assembly Storage = Assembly.Load("OneLead.Storage");

    public static readonly Assembly Grains = Assembly.Load("OneLead.Grains");

    public static readonly Assembly Sources = Assembly.Load("OneLead.Sources");

    public static readonly Assembly Silo = Assembly.Load("OneLead.Silo");

    public static readonly Assembly Web = Assembly.Load("onelead");

    public static Assembly[] All { get; } = [GrainInterfaces, Rules, Storage, Grains, Sources, Silo, Web];
}
