using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using OneLead.Web.Access;
using OneLead.Web.Tests.Users;

namespace OneLead.Web.Tests.Tenants;

/// <summary>Two nodes on one PostgreSQL serve an organisation that was added at one of them, until it is removed at the other.</summary>
public sealed class TenantClusterTests
{
    [PostgresFact]
    public async Task Every_node_serves_it_and_no_node_keeps_anything_of_it()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        var keys = Directory.CreateTempSubdirectory("onelead-keys-");
        var (first, second) = (Node(postgres, keys), Node(postgres, keys));
        await first.InitializeAsync();
        await second.InitializeAsync();
        await first.AddTenantAsync("acme-eu");
        await second.UntilServedAsync("acme-eu");
        Assert.Equal(["onelead", "onelead_acme_eu"], await SchemasAsync(postgres));

        using (var shell = first.Shell("acme-eu"))
        {
            await shell.AddUserAsync("ada", Role.Administrator);
            using var sent = await shell.PostAsJsonAsync("/api/v1/events", new
            {
                kind = "item", territory = "56088", id = "n1-1",
                data = new { serial = "N1", productName = "A server", supportEnd = "2018-01-01", territory = "56088" },
            });
            Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        }
        using (var shell = second.Shell("acme-eu"))
            await ServerFixture.UntilAsync(async () => await ItemsAsync(shell) == 1);
        using (var shell = second.Shell())
            Assert.Equal(0, await ItemsAsync(shell));

        using (var shell = second.Shell())
        using (var removed = await shell.DeleteAsync("/api/v1/tenants/acme-eu"))
            Assert.True(removed.IsSuccessStatusCode, await removed.Content.ReadAsStringAsync());
        Assert.Equal(["onelead"], await SchemasAsync(postgres));
        await ServerFixture.UntilAsync(() => Task.FromResult(
            !Directory.Exists(Path.Combine(first.Data, "tenants", "acme-eu"))
            && !Directory.Exists(Path.Combine(second.Data, "tenants", "acme-eu"))));
        Assert.Equal(["key"], keys.GetFiles().Select(static f => f.Name));

        await first.DisposeAsync();
        await second.DisposeAsync();
        keys.Delete(recursive: true);
    }

    private static ServerFixture Node(PrivatePostgres postgres, DirectoryInfo keys) => new()
    {
        Settings = new()
        {
            ["OneLead:Storage"] = postgres.ConnectionString, ["OneLead:KeyFile"] = Path.Combine(keys.FullName, "key"),
        },
    };

    private static async Task<int> ItemsAsync(HttpClient http) =>
        (await http.GetFromJsonAsync<JsonElement>("/api/v1/portfolio")).GetProperty("items").GetInt32();

    private static async Task<List<string>> SchemasAsync(PrivatePostgres postgres)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'onelead%' ORDER BY nspname", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
            names.Add(reader.GetString(0));
        return names;
    }
}
