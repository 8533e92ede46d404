using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneLead.Bench.Events;
using OneLead.Bench.Running;
using OneLead.Events;
using OneLead.Testing;

namespace OneLead.Bench.Rival;

/// <summary>
/// The rival: a silo in this process with a grain per item, which writes its state once per event through Orleans' ADO.NET
/// grain storage on PostgreSQL. It computes nothing and notifies nobody.
/// </summary>
internal sealed class ItemStateSilo : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly IGrainFactory _grains;
    private readonly ItemChanges _changes = new(EventLoad.Accounts, EventLoad.ItemsAnAccount);

    private ItemStateSilo(IHost host) => (_host, _grains) = (host, host.Services.GetRequiredService<IGrainFactory>());

    /// <summary>Starts the silo and stores the first state of every item.</summary>
    public static async Task<ItemStateSilo> StartAsync(PrivatePostgres server)
    {
        await server.ExecuteAsync(await ScriptAsync());
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleans(silo =>
        {
            var port = FreePort.Next();
            silo.UseLocalhostClustering(port, gatewayPort: 0, serviceId: "items", clusterId: $"items-{Environment.ProcessId}-{port}");
            silo.AddAdoNetGrainStorage(
                ItemStateGrain.Storage,
                // Thousands of grains may wait for a pooled connection for more than the default of 15 s on a busy machine.
                storage => (storage.Invariant, storage.ConnectionString) = ("Npgsql", server.ConnectionString + ";Timeout=60"));
        });
        var host = builder.Build();
        await host.StartAsync();
        var silo = new ItemStateSilo(host);
        await silo.ApplyAsync([.. silo._changes.Arrivals()], callers: 1);
        return silo;
    }

    /// <summary>
    /// Sends events in batches from concurrent callers, each of which waits until all states of its batch are stored. Returns
    /// events a second.
    /// </summary>
    public async Task<double> RunAsync(int events, int batch, int callers)
    {
        ImmutableArray<ChangeEvent>[] batches = [.. Enumerable.Range(0, events / batch).Select(_ => _changes.Next(batch))];
        var started = Stopwatch.GetTimestamp();
        await ApplyAsync(batches, callers);
        return batches.Length * batch / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private Task ApplyAsync(ImmutableArray<ChangeEvent>[] batches, int callers) =>
        ConcurrentCallers.RunAsync(
            callers, batches, batch => Task.WhenAll(batch.Select(e => _grains.GetGrain<IItemStateGrain>(e.Entity).Apply(e))));

    private static async Task<string> ScriptAsync()
    {
        await using var stream = typeof(ItemStateSilo).Assembly.GetManifestResourceStream("grain-storage.sql")!;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
