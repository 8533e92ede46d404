using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Encryption;
using OneLead.Events;
using OneLead.Storage;

namespace OneLead.Grains.Tests.Encryption;

public sealed class FieldEncryptionTests : IDisposable
{
    private const string Tenant = "default";

    private readonly string _folder = Directory.CreateTempSubdirectory("onelead-").FullName;
    private readonly ServiceProvider _store;
    private readonly FieldEncryption _encryption;

    public FieldEncryptionTests()
    {
        _store = new ServiceCollection().AddLogging().AddSqliteStorage(store => store.Directory = Path.Combine(_folder, "data"))
            .BuildServiceProvider();
        _encryption = Encryption();
    }

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public static TheoryData<FieldValue> Values =>
    [
        FieldValue.Of("Ada Lovelace"), FieldValue.Of(""), FieldValue.Of("Łódź 🚀"), FieldValue.Of(-12345678901234.56m), FieldValue.Of(true),
        FieldValue.Of(false), FieldValue.Json("""{"home":"1"}"""),
    ];

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_of_any_type_is_read_back(FieldValue value)
    {
        var stored = await EncryptAsync("1", ("x.any", value));

        Assert.True(stored["x.any"].IsEncrypted());
        Assert.Equal(value, (await DecryptAsync("1", stored))["x.any"]);
    }

    [Fact]
    public async Task Only_sensitive_values_are_encrypted()
    {
        var contact = await EncryptAsync(
            "1", ("email", FieldValue.Of("ada@example.com")), ("title", FieldValue.Of("CTO")), ("phone", FieldValue.Null),
            (EventData.MissingField, FieldValue.Of(true)));
        Assert.True(contact["email"].IsEncrypted());
        Assert.Equal(
            (FieldValue.Of("CTO"), FieldValue.Null, FieldValue.Of(true)),
            (contact["title"], contact["phone"], contact[EventData.MissingField]));

        var events = ImmutableArray.Create(Event(EventKind.Item, "1", ("email", FieldValue.Of("ada@example.com"))));
        Assert.Equal(events, await _encryption.EncryptAsync(Tenant, events));
    }

    [Fact]
    public async Task Equal_values_of_a_place_are_equal_and_of_another_are_not()
    {
        var (name, other) = (FieldValue.Of("Ada"), FieldValue.Of("Grace"));
        var first = await EncryptAsync("1", ("name", name), ("firstName", name));

        Assert.Equal(first, await EncryptAsync("1", ("name", name), ("firstName", name)));
        Assert.NotEqual(first["name"], first["firstName"]);
        Assert.NotEqual(first["name"], (await EncryptAsync("2", ("name", name)))["name"]);
        Assert.NotEqual(first["name"], (await EncryptAsync("1", ("name", other)))["name"]);
    }

    [Fact]
    public async Task A_value_that_was_put_into_another_place_or_changed_is_not_read()
    {
        var stored = await EncryptAsync("1", ("name", FieldValue.Of("Ada")));
        var moved = EventData.Of(("email", stored["name"]));
        var text = stored["name"].Text!;
        var changed = EventData.Of(("name", FieldValue.Of(text[..^5] + (text[^5] == 'A' ? 'B' : 'A') + text[^4..])));
        var malformed = EventData.Of(("name", FieldValue.Of(EncryptedValue.Prefix + "!")));

        Assert.True((await DecryptAsync("1", moved))["email"].IsNull);
        Assert.True((await DecryptAsync("2", stored))["name"].IsNull);
        Assert.True((await DecryptAsync("1", changed))["name"].IsNull);
        Assert.True((await DecryptAsync("1", malformed))["name"].IsNull);
        Assert.True((await _encryption.DecryptAsync("other", EventKind.Contact, "1", stored))["name"].IsNull);
    }

    [Fact]
    public async Task Another_process_reads_with_the_same_master_key_alone()
    {
        var stored = await EncryptAsync("1", ("name", FieldValue.Of("Ada")));

        Assert.Equal("Ada", (await Encryption().DecryptAsync(Tenant, EventKind.Contact, "1", stored))["name"].Text);
        await Assert.ThrowsAnyAsync<CryptographicException>(
            async () => await Encryption("another").DecryptAsync(Tenant, EventKind.Contact, "1", stored));
    }

    [Fact]
    public async Task Who_is_erased_is_gone_from_what_is_stored_from_activities_and_from_what_comes_later()
    {
        var stored = await EncryptAsync("1", ("name", FieldValue.Of("Ada")));
        var other = await EncryptAsync("2", ("name", FieldValue.Of("Bob")));
        var call = (await _encryption.EncryptAsync(Tenant, [Event(EventKind.Activity, "a", ("contact", FieldValue.Of("1")))]))[0].Data;
        Assert.Equal("1", (await _encryption.DecryptAsync(Tenant, EventKind.Activity, "a", call))["contact"].Text);
        var another = Encryption();

        await _encryption.EraseAsync(Tenant, "1");

        Assert.True((await DecryptAsync("1", stored))["name"].IsNull);
        Assert.True((await _encryption.DecryptAsync(Tenant, EventKind.Activity, "a", call))["contact"].IsNull);
        Assert.True((await EncryptAsync("1", ("name", FieldValue.Of("Ada again"))))["name"].IsNull);
        Assert.Equal("Bob", (await DecryptAsync("2", other))["name"].Text);
        var again = await another.EncryptAsync(Tenant, [Event(EventKind.Contact, "1", ("name", FieldValue.Of("Ada")))]);
        Assert.True(again[0].Data["name"].IsNull);
    }

    [Fact]
    public async Task Who_is_erased_before_anything_came_stays_unknown()
    {
        await _encryption.EraseAsync(Tenant, "1");

        Assert.True((await EncryptAsync("1", ("name", FieldValue.Of("Ada"))))["name"].IsNull);
    }

    [Fact]
    public async Task All_keys_of_a_tenant_are_read_at_once()
    {
        var stored = await EncryptAsync("1", ("name", FieldValue.Of("Ada")));
        var another = Encryption();

        await another.PrepareAsync(Tenant, EventKind.Contact);

        Assert.Equal("Ada", (await another.DecryptAsync(Tenant, EventKind.Contact, "1", stored))["name"].Text);
    }

    private FieldEncryption Encryption(string name = "master")
    {
        var states = _store.GetRequiredService<IStateStore>();
        // Another key has a store of its own, which would refuse it otherwise.
        var file = Path.Combine(_folder, $"{name}.key");
        var master = name == "master"
            ? MasterKey.OpenAsync(file, Path.Combine(_folder, "data"), states).GetAwaiter().GetResult()
            : MasterKeyOfAnotherStore(file);
        return new FieldEncryption(master, _store.GetRequiredService<IFieldKeyStore>(), states);
    }

    private MasterKey MasterKeyOfAnotherStore(string file)
    {
        using var another = new ServiceCollection().AddLogging()
            .AddSqliteStorage(store => store.Directory = Path.Combine(_folder, "another")).BuildServiceProvider();
        var states = another.GetRequiredService<IStateStore>();
        return MasterKey.OpenAsync(file, Path.Combine(_folder, "another"), states).GetAwaiter().GetResult();
    }

    private async Task<EventData> EncryptAsync(string contact, params (string Name, FieldValue Value)[] fields) =>
        (await _encryption.EncryptAsync(Tenant, [Event(EventKind.Contact, contact, fields)]))[0].Data;

    private async Task<EventData> DecryptAsync(string contact, EventData fields) =>
        await _encryption.DecryptAsync(Tenant, EventKind.Contact, contact, fields);

    private static ChangeEvent Event(EventKind kind, string entity, params (string Name, FieldValue Value)[] fields) => new(
        "customer:1", kind, entity, EventSchema.Version, "test", entity, DateTimeOffset.UnixEpoch, EventData.Of(fields));
}
