using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OneLead.Events;
using OneLead.Storage;
using OneLead.Web.Access;
using OneLead.Web.Cli;
using OneLead.Web.Tests.Users;
using OneLead.Web.Users;

namespace OneLead.Web.Tests.Encryption;

/// <summary>What an earlier version stored in the clear is encrypted, and shown as before.</summary>
public sealed class EncryptCommandTests
{
    private static readonly string[] Secrets = ["Hedwig Ohnesorge", "918273645", "Skatrunde", "masterKey", "Half a letter"];

    private bool _isFormer = true;

    [Fact]
    public Task On_the_embedded_store_nothing_is_left_in_the_clear_and_all_is_shown_as_before() => TryAsync([], Holders);

    [PostgresFact]
    public async Task On_PostgreSQL_neither()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        await TryAsync(
            new() { ["OneLead:Storage"] = postgres.ConnectionString },
            _ =>
            {
                // Commits are in the log until it is recycled, so only the tables' own files are looked at.
                var folder = Path.GetDirectoryName(postgres.LogFile)!;
                return Holders(Path.Combine(folder, "data", "base"));
            },
            async () =>
            {
                await using var connection = new NpgsqlConnection(postgres.ConnectionString);
                await connection.OpenAsync();
                await using var command = new NpgsqlCommand("CHECKPOINT", connection);
                await command.ExecuteNonQueryAsync();
            });
    }

    private async Task TryAsync(
        Dictionary<string, string?> settings, Func<string, Func<string, string[]>> holders, Func<Task>? flush = null)
    {
        await using var server = new ServerFixture
        {
            Settings = settings,
            AddServices = services =>
            {
                if (_isFormer)
                    services.AddSingleton<IFieldEncryption>(new FormerVersion());
            },
        };
        await server.InitializeAsync();
        await SendAsync(server, "contact", "c1", """ "name":"Hedwig Ohnesorge","x.hobby":"Skatrunde","title":"Head of IT" """);
        await SendAsync(server, "account", "a1", """ "name":"Open Corp","annualRevenue":918273645 """);
        await server.AddUserAsync("hedwig", Role.Administrator);
        await StoreAsFormerAsync(server.Services);
        using (var before = server.Shell())
            Assert.Contains("Hedwig Ohnesorge", await before.GetStringAsync("/api/v1/entities/contact"), StringComparison.Ordinal);
        var holds = holders(server.Data);

        await server.RestartAsync(async () =>
        {
            await (flush?.Invoke() ?? Task.CompletedTask);
            Assert.All(Secrets, secret => Assert.NotEmpty(holds(secret)));
            _isFormer = false;
            await using (var store = Server.Build(new ServerArguments(
                "http://127.0.0.1:0", KeepsDays: false,
                Settings: new Dictionary<string, string?>(settings) { ["OneLead:Data"] = server.Data })))
            {
                var (rows, letters) = await EncryptCommand.EncryptAsync(store.Services, default);
                // The contact, the account, and the audit row of the user.
                Assert.Equal((3, 1), (rows, letters));
                Assert.Equal((0, 0), await EncryptCommand.EncryptAsync(store.Services, default));
            }
            await (flush?.Invoke() ?? Task.CompletedTask);
            Assert.All(Secrets, secret => Assert.Empty(holds(secret)));
            Assert.NotEmpty(holds("Head of IT"));
        });

        using var shell = server.Shell();
        Assert.Contains("Skatrunde", await shell.GetStringAsync("/api/v1/entities/contact"), StringComparison.Ordinal);
        Assert.Contains("918273645", await shell.GetStringAsync("/api/v1/entities/account"), StringComparison.Ordinal);
        Assert.Contains("Half a letter", await shell.GetStringAsync("/api/v1/dead-letters/1"), StringComparison.Ordinal);
        using var verified = await shell.PostAsync("/api/v1/verification", null);
        Assert.Contains("\"ok\":true", await verified.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var browser = server.Browser();
        Assert.Equal(200, (await browser.SignInAsync("hedwig")).Status);
    }

    private static async Task SendAsync(ServerFixture server, string kind, string id, string fields)
    {
        var answer = await server.PostAsync("/api/v1/events", $$"""
            {"kind":"{{kind}}","entity":"{{id}}","name":"Open Corp","id":"{{kind}}-{{id}}","data":{ {{fields}} } }
            """);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    // Documents of versions before are whole and in the clear.
    private static async Task StoreAsFormerAsync(IServiceProvider services)
    {
        var (store, secrets) = (services.GetRequiredService<Store>(), services.GetRequiredService<SecretStates>());
        foreach (var (name, key) in new[] { (Directories.State, Keys.DefaultTenant), (SessionKeys.State, SessionKeys.Root) })
        {
            var stored = await secrets.ReadAsync(name, key);
            Assert.NotNull(await store.States.WriteAsync(name, key, stored!.Value.Bytes, stored.Value.ETag));
        }
        await store.DeadLetters.AddAsync(
            Keys.DefaultTenant, [new("crm", "1", "person", "the key is missing", """{"name":"Half a letter"}"""u8.ToArray())]);
    }

    private static Func<string, string[]> Holders(string folder) => text =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Encoding.Latin1.GetString(File.ReadAllBytes(file)).Contains(text, StringComparison.Ordinal)),
    ];

    /// <summary>Encrypts nothing.</summary>
    private sealed class FormerVersion : IFieldEncryption
    {
        public ValueTask<ImmutableArray<ChangeEvent>> EncryptAsync(
            string tenant, ImmutableArray<ChangeEvent> events, CancellationToken cancellation = default) => new(events);

        public ValueTask<EventData> DecryptAsync(
            string tenant, EventKind kind, string entity, EventData fields, CancellationToken cancellation = default) => new(fields);

        public ValueTask PrepareAsync(string tenant, EventKind kind, CancellationToken cancellation = default) => default;

        public ValueTask EraseAsync(string tenant, string contact, CancellationToken cancellation = default) => default;
    }
}
