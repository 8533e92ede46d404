using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

namespace OneLead.EndToEnd.Tests.Cluster;

/// <summary>A process of a cluster. It keeps its address over restarts, and can be cut off from the database.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    public const string Source = "crm";
    private const string SecretVariable = "CLUSTER_SECRET";
    private static readonly string[] Arguments = ["--no-sample", "--as-of", "2025-10-29"];

    private readonly DataDirectory _data;
    private readonly TcpRelay _database;

    private NodeProcess(DataDirectory data, TcpRelay database, string url) => (_data, _database, Url) = (data, database, url);

    public RunningServer Server { get; private set; } = null!;

    public string Url { get; }

    /// <param name="secret">Of the webhooks that it takes from <see cref="Source"/>.</param>
    public static async Task<NodeProcess> StartAsync(PrivatePostgres postgres, string secret)
    {
        var relay = new TcpRelay(postgres.Port);
        var data = new DataDirectory
        {
            // The other nodes go on under full load meanwhile.
            ReadyWithin = 120,
            Storage = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Port = relay.Port }.ConnectionString,
        };
        data.Environment[SecretVariable] = secret;
        await File.WriteAllTextAsync(data.File("sources.yaml"), $$"""
            sources:
              {{Source}}: { format: standard, secrets: [{ id: k1, value: "env:{{SecretVariable}}", since: 2025-01-01T00:00:00Z }] }
            """);
        var node = new NodeProcess(data, relay, $"http://127.0.0.1:{FreePort.Next().ToString(CultureInfo.InvariantCulture)}");
        await node.StartAsync();
        return node;
    }

    public async Task StartAsync() => Server = await RunningServer.StartAsync(_data, Url, Arguments);

    /// <param name="silo">As Orleans names it, <c>address:port@run</c>.</param>
    public bool Is(string silo) => silo.Contains($":{File.ReadAllText(_data.File("silo.port"))}@", StringComparison.Ordinal);

    public void CutOffFromDatabase() => _database.Cut();

    public void Reconnect() => _database.Mend();

    /// <summary>Folds the whole journal and compares, which takes minutes after a long run.</summary>
    public async Task<JsonElement> VerifyAsync()
    {
        using var http = new HttpClient { BaseAddress = Server.Address, Timeout = TimeSpan.FromMinutes(60) };
        using var answer = await http.PostAsync(new Uri("/api/v1/verification", UriKind.Relative), null);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Every lead and account, and the sums.</summary>
    public async Task<string[]> ShownAsync() =>
    [
        .. (await Server.AllAsync("/api/v1/leads")).Concat(await Server.AllAsync("/api/v1/accounts")).Select(static r => r.GetRawText()),
        (await Server.GetAsync("/api/v1/portfolio")).GetRawText(),
    ];

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _database.Dispose();
        _data.Dispose();
    }
}
