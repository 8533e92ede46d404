namespace OneLead.Bench.Running;

/// <summary>The target of a figure or of its ratio to the rival's.</summary>
internal sealed record BenchmarkTarget(double Bound, bool IsAtLeast, bool IsRatio)
{
    public static BenchmarkTarget AtLeast(double bound) => new(bound, true, false);
    public static BenchmarkTarget AtMost(double bound) => new(bound, false, false);
    public static BenchmarkTarget Times(double bound) => new(bound, true, true);

    public bool IsMet(double value) => IsAtLeast ? value >= Bound : value <= Bound;

    public override string ToString() => $"{(IsAtLeast ? "≥" : "≤")} {Numbers.Show(Bound)}{(IsRatio ? "x" : "")}";
}
