using System.Text.Json;
using System.Text.Json.Serialization;
using OneLead.Sources.Imports;
using OneLead.Web.Api;
using OneLead.Web.Changes;
using OneLead.Web.Leads;
using OneLead.Web.Portfolio;

namespace OneLead.Web.Live;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Frame))]
[JsonSerializable(typeof(TopicState))]
[JsonSerializable(typeof(LeadChangeJson))]
[JsonSerializable(typeof(AccountChangeJson))]
[JsonSerializable(typeof(ItemChangeJson))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(TerritoryChangeJson))]
[JsonSerializable(typeof(ImportChangeJson))]
[JsonSerializable(typeof(BandChangeJson))]
[JsonSerializable(typeof(AccountTopicJson))]
[JsonSerializable(typeof(LeadListTopicJson))]
[JsonSerializable(typeof(LeadTopicJson))]
[JsonSerializable(typeof(TerritoryTopicJson))]
[JsonSerializable(typeof(PageJson<ImportJson>))]
[JsonSerializable(typeof(PageJson<LeadJson>))]
[JsonSerializable(typeof(TopJson<ChangeJson>))]
[JsonSerializable(typeof(PortfolioJson))]
internal sealed partial class LiveJsonContext : JsonSerializerContext;
