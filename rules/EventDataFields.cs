using OneLead.Events;

namespace OneLead.Rules;

/// <summary>Reads fields as facts. A blank value or one of another type is unknown.</summary>
public static class EventDataFields
{
    private const decimal MaxMoney = 1e15m;

    public static string? Text(this EventData data, string name) => data[name].AsText();

    /// <summary>Reads money in minor units.</summary>
    public static long? Minor(this EventData data, string name) =>
        data[name].AsNumber() is { } amount && Math.Abs(amount) < MaxMoney
            ? (long)decimal.Round(amount * 100, MidpointRounding.ToEven)
            : null;

    /// <summary>Reads a currency code in capital letters: <c>usd</c> and <c>$</c> are <c>USD</c>.</summary>
    public static string? Currency(this EventData data) => data.Text("currency")?.Trim().ToUpperInvariant() switch
    {
        "$" => "USD",
        "€" => "EUR",
        "£" => "GBP",
        "¥" or "￥" or "円" => "JPY",
        var code => code,
    };

    public static int? Whole(this EventData data, string name) =>
        data[name].AsNumber() is { } number && decimal.IsInteger(number) && Math.Abs(number) <= int.MaxValue ? (int)number : null;
}
