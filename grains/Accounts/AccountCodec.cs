using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using OneLead.Journal;
using OneLead.Storage;

namespace OneLead.Accounts;

/// <summary>An account's header in its snapshot: what is not in its records.</summary>
internal sealed record AccountHeader(DateTimeOffset UpdatedAt, ImmutableArray<LeadWorkflow> Workflows, ImmutableArray<long> Parked,
    long ObservedTenantRow, long RetractedThrough = 0, IReadOnlyDictionary<string, PriorityMark>? Priorities = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(AccountHeader))]
internal sealed partial class AccountHeaderJson : JsonSerializerContext;

/// <summary>Packs an account into a snapshot and back. Equal states are equal bytes.</summary>
internal static class AccountCodec
{
    public static byte[] Header(AccountState state) =>
        JsonSerializer.SerializeToUtf8Bytes(new AccountHeader(state.UpdatedAt, [.. state.Workflows.All.Values], state.Parked,
            state.ObservedTenantRow, state.RetractedThrough, state.Scores.Marks.All), AccountHeaderJson.Default.AccountHeader);

    /// <summary>The key of a record within its account.</summary>
    public static string RecordKey(EntityKey key) => Wire.Name(key.Kind) + "/" + key.Id;

    public static PackedRecord Pack(EntityKey key, EntityRecord? record) =>
        new(RecordKey(key), record is null ? null : RecordCodec.Write(record));

    /// <exception cref="InvalidDataException">The snapshot has an unknown format.</exception>
    public static AccountState Restore(string account, AccountLinks links, Snapshot snapshot)
    {
        var state = new AccountState(account, links) { Sequence = snapshot.Stamp.Sequence };
        foreach (var record in snapshot.Records)
            state.Restore(RecordCodec.Read(record.Bytes!));
        state.Restore(JsonSerializer.Deserialize(snapshot.Header, AccountHeaderJson.Default.AccountHeader)
            ?? throw new InvalidDataException("A snapshot has an empty header."));
        return state;
    }

    /// <summary>The priority marks in a snapshot of any version; null if it has none or another format.</summary>
    public static IReadOnlyDictionary<string, PriorityMark>? ReadMarks(Snapshot snapshot)
    {
        try
        {
            return JsonSerializer.Deserialize(snapshot.Header, AccountHeaderJson.Default.AccountHeader)?.Priorities;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
