using OneLead.Events;

namespace OneLead.Storage;

/// <summary>The names of event kinds in stored journals.</summary>
internal static class KindNames
{
    private static readonly Dictionary<EventKind,
        byte[]> Utf8Names = Enum.GetValues<EventKind>().ToDictionary(k => k, k => System.Text.Encoding.UTF8.GetBytes(Wire.Name(k)));

    public static ReadOnlySpan<byte> Utf8(EventKind kind) => Utf8Names[kind];

    public static string Of(EventKind kind) => Wire.Name(kind);

    public static EventKind? Parse(string name) => Wire.TryParse<EventKind>(name, out var kind) ? kind : null;
}
