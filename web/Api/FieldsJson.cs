using System.Text.Json;
using OneLead.Events;
using OneLead.Values;

namespace OneLead.Web.Api;

internal static class FieldsJson
{
    // Journals of earlier versions may hold nested values with unpaired surrogates, which a JSON element cannot write.
    public static JsonElement Of(EventData fields) => JsonElement.Parse(UnpairedSurrogates.ReplaceInJson(fields.ToJson()));
}
