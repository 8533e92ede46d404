using System.Runtime.CompilerServices;
using Xunit.v3;

namespace OneLead.Testing;

/// <summary>Programs of the machine that some tests need.</summary>
public static class Tools
{
    public const string Chromium = "/usr/bin/chromium";

    public const string Prometheus = "/usr/bin/prometheus";

    public const string Promtool = "/usr/bin/promtool";
}

/// <summary>A test in the machine's own browser. It is skipped if there is none; no browser is downloaded.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute, ITraitAttribute
{
    public BrowserFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line)
    {
        if (!File.Exists(Tools.Chromium))
            Skip = $"There is no browser at {Tools.Chromium}.";
    }

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => Category.Is(Category.Browser);
}

/// <summary>A test that needs Prometheus. It is skipped if Prometheus is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PrometheusFactAttribute : FactAttribute
{
    public PrometheusFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line)
    {
        if (!File.Exists(Tools.Prometheus))
            Skip = $"There is no Prometheus at {Tools.Prometheus}.";
    }
}
