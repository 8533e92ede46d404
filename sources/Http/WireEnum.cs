using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Sources.Http;

/// <summary>Writes enums in lower snake case.</summary>
public sealed class WireEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) where T : struct, Enum;
