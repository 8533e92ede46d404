using System.Collections.Immutable;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using OneLead.Storage;

namespace OneLead.Web.Users;

/// <summary>
/// The keys that protect session cookies and antiforgery tokens, in the store, so that every node reads the sessions of the others and
/// a restart ends none.
/// </summary>
internal sealed partial class SessionKeys(SecretStates states, IServiceProvider services, TimeProvider clock, ILogger<SessionKeys> log)
    : BackgroundService, IXmlRepository
{
    internal const string State = "session-keys", Root = "keys";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private ImmutableArray<XElement> _known = [];
    private Task _storing = Task.CompletedTask;
    private string? _tag;

    public IReadOnlyCollection<XElement> GetAllElements() => _known;

    // Called by the framework, which does not wait: it makes a key days before that key protects anything.
    public void StoreElement(XElement element, string friendlyName)
    {
        lock (_gate)
        {
            _known = _known.Add(element);
            _storing = StoreAsync(_storing, element);
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        (_known, _tag) = await ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _storing.WaitAsync(cancellationToken);
    }

    // Nodes that start together each make a key. The framework asks again when it meets a key that it does not know.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        SharedStatePolling.RunAsync(services, Interval, clock, TakeOverAsync, LogNotRead, stoppingToken);

    private async Task TakeOverAsync(CancellationToken cancellation)
    {
        if (!_storing.IsCompleted || await states.ReadTagAsync(State, Root, cancellation) == _tag)
            return;
        var read = await ReadAsync(cancellation);
        lock (_gate)
            (_known, _tag) = read;
    }

    private async Task StoreAsync(Task before, XElement element)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (true)
        {
            var (keys, tag) = await ReadAsync(CancellationToken.None);
            var all = new XElement(Root, keys.Add(element).Select(static k => new XElement(k)));
            if (await states.WriteAsync(State, Root, Bytes(all), tag, CancellationToken.None) is not null)
                return;
        }
    }

    private async Task<(ImmutableArray<XElement> Keys, string? Tag)> ReadAsync(CancellationToken cancellation) =>
        await states.ReadAsync(State, Root, cancellation) is { } stored
            ? ([.. XElement.Load(new MemoryStream(stored.Bytes)).Elements()], stored.ETag)
            : ([], null);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The keys of sessions could not be read; trying again")]
    private partial void LogNotRead(Exception e);

    private static byte[] Bytes(XElement all)
    {
        using var written = new MemoryStream();
        all.Save(written);
        return written.ToArray();
    }
}

internal static class SessionKeysSetup
{
    public static void AddSessionKeys(this IServiceCollection services)
    {
        services.AddSingleton<SessionKeys>().AddHostedService(static s => s.GetRequiredService<SessionKeys>());
        services.AddDataProtection().SetApplicationName("onelead");
        services.AddOptions<KeyManagementOptions>().Configure<SessionKeys>(static (o, keys) => o.XmlRepository = keys);
    }
}
