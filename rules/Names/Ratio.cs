namespace OneLead.Rules;

/// <summary>
/// What FuzzySharp's Ratio computes: an edit distance in which a replaced letter costs two is the sum of the lengths less
/// twice the longest common subsequence, so the ratio is 200 · common ÷ sum, rounded half to even.
/// </summary>
internal static class Ratio
{
    public static int Of(int common, int length, int otherLength) => (int)Math.Round(100 * (2 * common / (double)(length + otherLength)));

    /// <summary>The shortest common subsequence with which names of these lengths reach the threshold.</summary>
    public static int LeastCommon(int length, int otherLength, int threshold)
    {
        // Rounding gives at most half a point.
        var common = Math.Max(0, (int)((threshold - 1L) * (length + otherLength) / 200));
        while (Of(common, length, otherLength) < threshold)
            common++;
        return common;
    }
}
