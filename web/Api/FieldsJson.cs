using System.Text.Json;
using OneLead.Events;

namespace OneLead.Web.Api;

internal static class FieldsJson
{
    public static JsonElement Of(EventData fields) => JsonElement.Parse(fields.ToJson());
}
