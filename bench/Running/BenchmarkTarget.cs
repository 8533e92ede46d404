namespace OneLead.Bench.Running;

/// <summary>What a figure, or its ratio to the rival's, must reach.</summary>
internal sealed record BenchmarkTarget(double Bound, bool IsAtLeast, bool IsRatio)
{
    public static BenchmarkTarget AtLeast(double bound) => new(bound, true, false);
    public static BenchmarkTarget AtMost(double bound) => new(bound, false, false);
    public static BenchmarkTarget Times(double bound) => new(bound, true, true);

    public bool IsMet(double value) => IsAtLeast ? value >= Bound : value <= Bound;

    public override string ToString() => $"{(IsAtLeast ? "≥" : "≤")} {Numbers.Show(Bound)}{(IsRatio ? "x" : "")}";
}
