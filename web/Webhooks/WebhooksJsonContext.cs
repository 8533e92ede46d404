using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Web.Webhooks;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WebhookAnswerJson))]
internal sealed partial class WebhooksJsonContext : JsonSerializerContext;
