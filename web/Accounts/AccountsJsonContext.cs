using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Web.Accounts;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PageJson<AccountJson>))]
[JsonSerializable(typeof(AccountDetailJson))]
[JsonSerializable(typeof(ManagerRequest))]
[JsonSerializable(typeof(AccountManagersJson))]
[JsonSerializable(typeof(MergeRequest))]
[JsonSerializable(typeof(UnmergeRequest))]
[JsonSerializable(typeof(MergeJson))]
internal sealed partial class AccountsJsonContext : JsonSerializerContext;
