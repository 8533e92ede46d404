namespace OneLead.Web.Api;

/// <summary>Removes trailing zeros, so that equal numbers have equal text.</summary>
internal static class JsonDecimal
{
    public static decimal Of(decimal value) => value / 1.0000000000000000000000000000m;

    /// <summary>An amount from minor units.</summary>
    public static decimal OfMinor(Int128 minor) => Of((decimal)minor / 100);
}
