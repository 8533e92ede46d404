using System.Collections.Frozen;
using System.Text.Json;

namespace OneLead;

/// <summary>The names of enum values in JSON, YAML, SQL and URLs: lower snake case.</summary>
public static class Wire
{
    /// <summary>Returns the wire name of an enum value: <c>hardware_refresh</c> for <c>HardwareRefresh</c>.</summary>
    public static string Name<T>(T value) where T : struct, Enum => Names<T>.ByValue[value];

    /// <summary>Parses a wire name, ignoring case.</summary>
    public static bool TryParse<T>(string? name, out T value) where T : struct, Enum
    {
        value = default;
        return name is not null && Names<T>.ByName.TryGetValue(name, out value);
    }

    /// <summary>Returns all wire names of an enum in declaration order.</summary>
    public static IReadOnlyList<string> All<T>() where T : struct, Enum => Names<T>.Ordered;

    private static class Names<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue =
            Enum.GetValues<T>().ToFrozenDictionary(v => v, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));
        public static readonly FrozenDictionary<string, T> ByName =
            ByValue.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.OrdinalIgnoreCase);
        public static readonly string[] Ordered = [.. Enum.GetValues<T>().Select(v => ByValue[v])];
    }
}
