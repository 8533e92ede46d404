using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Storage;

namespace OneLead.Silo.Tests;

/// <summary>A whole silo on a store in a directory of its own.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    public const string Tenant = Keys.DefaultTenant;

    private readonly bool ownsDirectory;
    private readonly IHost host;

    private TestSilo(IHost host, string directory, bool owns) => (this.host, Directory, ownsDirectory) = (host, directory, owns);

    public IServiceProvider Services => host.Services;

    public string Directory { get; }

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public IIngest Ingest => Services.GetRequiredService<IIngest>();

    public IJournal Journal => Services.GetRequiredService<IJournal>();

    public ISnapshotStore Snapshots => Services.GetRequiredService<ISnapshotStore>();

    /// <param name="hostileSeed">Delays calls and deactivates grains at random, drawn from this seed.</param>
    public static async Task<TestSilo> Start(string? directory = null, int? hostileSeed = null)
    {
        var owns = directory is null;
        directory ??= System.IO.Directory.CreateTempSubdirectory("onelead-").FullName;
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.AddOneLeadSilo(directory);
        if (hostileSeed is { } seed)
            builder.Services.AddSingleton<IIncomingGrainCallFilter>(new HostileCalls(seed));
        var host = builder.Build();
        await host.StartAsync();
        return new TestSilo(host, directory, owns);
    }

    public ValueTask<ImmutableArray<Appended>> Append(params ChangeEvent[] events) => Ingest.AppendAsync(Tenant, [.. events]);

    public ValueTask Settled() => Ingest.WaitUntilAppliedAsync(Tenant);

    /// <summary>Everything applied, every snapshot written, every territory told.</summary>
    public async Task Flushed()
    {
        await Settled();
        await Services.GetRequiredService<OneLead.Snapshots.SnapshotWriter>().Flush();
        foreach (var journal in Services.GetRequiredService<OneLead.Journal.LocalJournals>().All)
            await journal.NoteFlushed();
    }

    public Task<VerificationReport> Verify() => Services.GetRequiredService<IVerification>().VerifyAsync(Tenant);

    public Task<bool> BeginDay(string day) => Grains.GetGrain<ITenantGrain>(Tenant).BeginDay(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));

    public IAccountGrain Account(string key) => Grains.GetGrain<IAccountGrain>(Keys.Grain(Tenant, Ingest.AccountOf(Tenant, key)));

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        if (ownsDirectory)
            System.IO.Directory.Delete(Directory, recursive: true);
    }
}
