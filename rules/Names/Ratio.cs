namespace OneLead.Rules;

/// <summary>
/// The formula of FuzzySharp's Ratio: 200 · common ÷ sum of lengths, rounded half to even, where common is the length of the
/// longest common subsequence. It follows from an edit distance in which a replacement costs two.
/// </summary>
internal static class Ratio
{
    public static int Of(int common, int length, int otherLength) => (int)Math.Round(100 * (2 * common / (double)(length + otherLength)));

    /// <summary>Returns the minimum common subsequence with which names of these lengths reach the threshold.</summary>
    public static int LeastCommon(int length, int otherLength, int threshold)
    {
        // Rounding adds at most half a point.
        var common = Math.Max(0, (int)((threshold - 1L) * (length + otherLength) / 200));
        while (Of(common, length, otherLength) < threshold)
            common++;
        return common;
    }
}
