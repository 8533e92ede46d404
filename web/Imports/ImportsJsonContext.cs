using System.Text.Json;
using System.Text.Json.Serialization;
using OneLead.Web.Api;
using OneLead.Web.Pages;

namespace OneLead.Web.Imports;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PageJson<ImportJson>))]
[JsonSerializable(typeof(PreviewJson))]
[JsonSerializable(typeof(ImportUndoRequest))]
internal sealed partial class ImportsJsonContext : JsonSerializerContext;
