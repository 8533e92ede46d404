using System.Text.Json;
using OneLead.Sources.Cdc;
using OneLead.Sources.Configuration;
using OneLead.Sources.Webhooks;

namespace OneLead.Sources.Tests.Webhooks;

public sealed class SharedSourcesTests
{
    private const string Plain = "a-client-secret-of-an-app", Password = "Host=crm;Database=crm;Username=u;Password=topsecret";

    private static readonly WebhookSource Signed = Source("hubspot", "crm", Secret("k1", Plain)) with
    {
        Url = "https://onelead.example.com/api/v1/webhooks/crm",
    };

    private static readonly WebhookSource Keyed =
        Source("salesforce", "sf", Secret("k1", WebhookSecret.ToStored("0123456789abcdef0123", SecretForm.Key)));

    [Fact]
    public void What_one_node_adds_changes_and_removes_holds_for_all()
    {
        var (crm, sf) = (SharedSource.Of(Signed, null), SharedSource.Of(Keyed, null));
        var shared = SharedSources.None.With("a", [crm]).With("b", []);
        Assert.Equal(["crm"], shared.Sources.Keys);
        shared = shared.With("b", [sf]).With("a", [crm with { Rate = 60 }]);
        Assert.Equal(["crm", "sf"], shared.Sources.Keys);
        Assert.Equal(60, shared.Sources["crm"].Rate);
        shared = shared.With("b", []);
        Assert.Equal(["crm"], shared.Sources.Keys);
        Assert.Same(shared, shared.With("b", []));
    }

    [Fact]
    public void A_source_that_was_removed_from_one_of_two_equal_files_is_not_added_again_by_the_other()
    {
        var crm = SharedSource.Of(Signed, null);
        var shared = SharedSources.None.With("a", [crm]).With("b", [crm]).With("a", []);
        Assert.Empty(shared.Sources);
        Assert.Empty(shared.With("b", [crm]).Sources);
        Assert.Equal(["crm"], shared.With("b", []).With("b", [crm]).Sources.Keys);
    }

    [Fact]
    public void Secrets_in_plain_text_and_connection_strings_are_not_shared()
    {
        var database = new PostgresSource("db", Password, "onelead", "onelead_db", "crm-warehouse", []);
        var shared = SharedSources.None.With(
            "a", [SharedSource.Of(Signed, null), SharedSource.Of(Keyed, null), SharedSource.Of(database, null)]);
        var stored = JsonSerializer.Serialize(shared, JsonSerializerOptions.Web);
        Assert.DoesNotContain(Plain, stored, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", stored, StringComparison.Ordinal);
        Assert.Contains(Keyed.Secrets[0].Value, stored, StringComparison.Ordinal);

        var read = JsonSerializer.Deserialize<SharedSources>(stored, JsonSerializerOptions.Web)!;
        Assert.Equal(Keyed.Secrets[0].KeyHash, read.Sources["sf"].Webhook(null).Secrets.Single().KeyHash);
        Assert.Null(read.Sources["sf"].Webhook(null).Problem);
        Assert.NotNull(read.Sources["sf"].Webhook(null).Rules);
        Assert.Equal("Secret k1 is not in this node's sources.yaml.", read.Sources["crm"].Webhook(null).Problem);
        var own = read.Sources["crm"].Webhook(Signed);
        Assert.Equal((null, Signed.Secrets.Single(), Signed.Url), (own.Problem, own.Secrets.Single(), own.Url));
        Assert.Equal("Its connection is not in this node's sources.yaml.",
            Assert.Throws<FormatException>(() => read.Sources["db"].Database(null)).Message);
        Assert.Contains("topsecret", read.Sources["db"].Database(database).ConnectionString, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_that_a_node_lacks_is_named()
    {
        var source = SharedSource.Of(Source("salesforce", "sf", Secret("k2", "env:ONELEAD_TEST_ABSENT")), null);
        Assert.Equal("Secret k2 names the environment variable ONELEAD_TEST_ABSENT, which is not set.", source.Webhook(null).Problem);
        var database = SharedSource.Of(
            new PostgresSource("db", "env:ONELEAD_TEST_ABSENT", "onelead", "onelead_db", "crm-warehouse", []), null);
        Assert.Equal("Its connection names the environment variable ONELEAD_TEST_ABSENT, which is not set.",
            Assert.Throws<FormatException>(() => database.Database(null)).Message);
    }

    [Fact]
    public void A_mapping_file_comes_with_its_source()
    {
        const string Mapping = "name: mine\nids: crm\ntables:\n  Deal:\n    kind: opportunity\n    fields:\n      name: title\n";
        var source = SharedSource.Of(Keyed with { Mapping = "mine.yaml" }, Mapping);
        Assert.Equal("mine", source.Webhook(null).Rules?.Name);
        Assert.Throws<FormatException>(() => (source with { MappingText = null }).Webhook(null));
    }

    private static WebhookSource Source(string format, string name, WebhookSecret secret) =>
        new(name, WebhookFormat.All[format], null, null, null, null, [], null, [secret]);

    private static WebhookSecret Secret(string id, string value) => new(id, value, DateTimeOffset.UnixEpoch, null,
        value.StartsWith(WebhookSecret.HashPrefix, StringComparison.Ordinal)
            ? Convert.FromHexString(value[WebhookSecret.HashPrefix.Length..])
            : null);
}
