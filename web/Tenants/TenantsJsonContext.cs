using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Web.Tenants;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TenantsJson))]
[JsonSerializable(typeof(TenantRequest))]
internal sealed partial class TenantsJsonContext : JsonSerializerContext;
