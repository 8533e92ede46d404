using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Sources.Http;

/// <summary>Enums under their wire names: lower snake case.</summary>
public sealed class WireEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) where T : struct, Enum;
