using System.Text;

namespace OneLead.EndToEnd.Tests.Cluster;

/// <summary>Two processes on one PostgreSQL.</summary>
public sealed class TwoNodes : IAsyncDisposable
{
    private static readonly string[] Arguments = ["--no-sample", "--as-of", "2025-10-29"];

    private readonly DataDirectory[] _data;
    private readonly RunningServer[] _nodes;

    private TwoNodes(PrivatePostgres postgres, DataDirectory[] data, RunningServer[] nodes) =>
        (Postgres, _data, _nodes) = (postgres, data, nodes);

    public PrivatePostgres Postgres { get; }

    public IReadOnlyList<RunningServer> Nodes => _nodes;

    public RunningServer this[int node] => _nodes[node];

    /// <param name="prepareAsync">Given the database server, returns more environment variables of both processes.</param>
    public static async Task<TwoNodes> StartAsync(
        Func<PrivatePostgres, Task<Dictionary<string, string>>>? prepareAsync = null, params string[] postgresSettings)
    {
        var postgres = await PrivatePostgres.StartAsync(postgresSettings);
        DataDirectory[] data = [new() { Storage = postgres.ConnectionString }, new() { Storage = postgres.ConnectionString }];
        foreach (var (name, value) in prepareAsync is null ? [] : await prepareAsync(postgres))
        {
            foreach (var directory in data)
                directory.Environment[name] = value;
        }
        return new(postgres, data, await Task.WhenAll(data.Select(d => RunningServer.StartAsync(d, null, Arguments))));
    }

    public DataDirectory DataOf(int node) => _data[node];

    public async Task RestartAsync(int node)
    {
        await _nodes[node].DisposeAsync();
        _nodes[node] = await RunningServer.StartAsync(_data[node], null, Arguments);
    }

    /// <summary>The index of the node that records days, changes and health moves.</summary>
    public async Task<int> RecorderAsync()
    {
        var process = Encoding.UTF8.GetString((byte[])await Postgres.ScalarAsync("SELECT bytes FROM onelead.state WHERE name = 'recorder'"))
            .Split(':')[1];
        return Array.FindIndex(_nodes, n => $"{n.ProcessId}" == process);
    }

    public Task SendAsync(int node, params string[] events) => Wait.UntilAsync(() => $"events are taken: {_nodes[node].Log}", async () =>
    {
        using var content = new StringContent($"[{string.Join(',', events)}]", Encoding.UTF8, "application/json");
        using var answer = await _nodes[node].Http.PostAsync(new Uri("/api/v1/events", UriKind.Relative), content);
        return answer.IsSuccessStatusCode;
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        foreach (var data in _data)
            data.Dispose();
        await Postgres.DisposeAsync();
    }
}
