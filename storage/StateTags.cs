using System.Globalization;

namespace OneLead.Storage;

/// <summary>Converts the stored numbers of states to ETags and back.</summary>
internal static class StateTags
{
    public static string Tag(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns the number; -1, which no state has, if the ETag is not from this store.</summary>
    public static long Number(string etag) => long.TryParse(etag, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
