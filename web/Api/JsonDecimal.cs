namespace OneLead.Web.Api;

/// <summary>Decimals without trailing zeros, so equal numbers are equal text wherever they came from.</summary>
internal static class JsonDecimal
{
    public static decimal Of(decimal value) => value / 1.0000000000000000000000000000m;

    /// <summary>Minor units as an amount.</summary>
    public static decimal OfMinor(long minor) => Of(minor / 100m);
}
