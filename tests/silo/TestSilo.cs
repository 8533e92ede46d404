using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Storage;
using Orleans.Core.Internal;

namespace OneLead.Silo.Tests;

/// <summary>A whole silo on a store in a directory of its own.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    public const string Tenant = Keys.DefaultTenant;

    private readonly bool _ownsDirectory;
    private readonly IHost _host;

    private TestSilo(IHost host, string directory, bool owns) => (_host, Directory, _ownsDirectory) = (host, directory, owns);

    public IServiceProvider Services => _host.Services;

    public string Directory { get; }

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public IIngest Ingest => Services.GetRequiredService<IIngest>();

    public IJournal Journal => Services.GetRequiredService<IJournal>();

    public ISnapshotStore Snapshots => Services.GetRequiredService<ISnapshotStore>();

    /// <summary>Makes chosen calls fail.</summary>
    public FailingCalls Calls { get; private init; } = new();

    /// <param name="hostileSeed">Delays calls and deactivates grains at random, drawn from this seed.</param>
    /// <param name="calls">Makes calls fail from the start on.</param>
    /// <param name="configure">Replaces services before the silo is built.</param>
    public static async Task<TestSilo> StartAsync(
        string? directory = null, int? hostileSeed = null, FailingCalls? calls = null, Action<IServiceCollection>? configure = null)
    {
        calls ??= new();
        var owns = directory is null;
        directory ??= System.IO.Directory.CreateTempSubdirectory("onelead-").FullName;
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.AddOneLeadSilo(directory);
        if (hostileSeed is { } seed)
            builder.Services.AddSingleton<IIncomingGrainCallFilter>(new HostileCalls(seed));
        builder.Services.AddSingleton<IIncomingGrainCallFilter>(calls);
        configure?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new TestSilo(host, directory, owns) { Calls = calls };
    }

    public ValueTask<ImmutableArray<Appended>> AppendAsync(params ChangeEvent[] events) => Ingest.AppendAsync(Tenant, [.. events]);

    /// <summary>Writes until everything in the journal is stored.</summary>
    public async Task FlushedToTheHeadAsync()
    {
        await FlushedAsync();
        await Wait.UntilAsync("everything is stored", async () =>
        {
            await WriteAsync();
            return await Snapshots.GetFlushedThroughAsync(Tenant) == Journal.Head(Tenant);
        });
    }

    /// <summary>
    /// What a crash would leave now: a copy of the store's files, in a directory of its own, with its key.
    /// Nothing may be writing to the journal.
    /// </summary>
    public string Crash()
    {
        var copy = System.IO.Directory.CreateTempSubdirectory("onelead-").FullName;
        foreach (var file in System.IO.Directory.EnumerateFiles(Directory)
            .Where(static f => !f.EndsWith(".lock", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        TemporaryData.CopyKey(Directory, copy);
        return copy;
    }

    /// <summary>Ends the activation that writes the journal, as a takeover does.</summary>
    public async Task EndJournalAsync() =>
        await Grains.GetGrain<IJournalGrain>(Tenant).Cast<IGrainManagementExtension>().DeactivateOnIdle();

    /// <summary>The watermark of an account's stored snapshot.</summary>
    public async Task<long> StoredAsync(string account) => (await Snapshots.GetWatermarksAsync(Tenant, [account]))[0];

    public ValueTask SettledAsync() => Ingest.WaitUntilAppliedAsync(Tenant);

    /// <summary>Everything applied, every snapshot written, every territory told.</summary>
    public async Task FlushedAsync()
    {
        await SettledAsync();
        await WriteAsync();
    }

    /// <summary>Writes the snapshots of what is applied, and notes how far everything is stored.</summary>
    public async Task WriteAsync()
    {
        await Services.GetRequiredService<OneLead.Snapshots.SnapshotWriter>().FlushAsync();
        foreach (var journal in Services.GetRequiredService<OneLead.Journal.LocalJournals>().All)
            await journal.NoteFlushedAsync();
    }

    public Task<VerificationReport> VerifyAsync() => Services.GetRequiredService<IVerification>().VerifyAsync(Tenant);

    public async Task<bool> BeginDayAsync(string day) => await Grains.GetGrain<ITenantGrain>(Tenant).BeginDay(
        DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)) == DayOutcome.Begun;

    public IAccountGrain Account(string key) => Grains.GetGrain<IAccountGrain>(Keys.Grain(Tenant, Ingest.AccountOf(Tenant, key)));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        if (_ownsDirectory)
            TemporaryData.Delete(Directory);
    }
}
