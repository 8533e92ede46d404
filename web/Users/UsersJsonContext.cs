using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Web.Users;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SessionJson))]
[JsonSerializable(typeof(OpenSessionsJson))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(PasswordLinkRequest))]
[JsonSerializable(typeof(FirstUserRequest))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(CurrentPasswordRequest))]
[JsonSerializable(typeof(CodeRequest))]
[JsonSerializable(typeof(RemoveCodeRequest))]
[JsonSerializable(typeof(SecondFactorJson))]
[JsonSerializable(typeof(RecoveryCodesJson))]
[JsonSerializable(typeof(UsersJson))]
[JsonSerializable(typeof(SecondFactorRolesRequest))]
[JsonSerializable(typeof(UserRequest))]
[JsonSerializable(typeof(InvitedUserJson))]
[JsonSerializable(typeof(PeopleJson))]
[JsonSerializable(typeof(AbsenceRequest))]
[JsonSerializable(typeof(KeysJson))]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(NewKeyJson))]
internal sealed partial class UsersJsonContext : JsonSerializerContext;
