using System.Globalization;
using System.Net;
using System.Net.Sockets;
using k8s;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using OneLead.Storage;
using OneLead.Storage.Postgres;
using Orleans.Configuration;
using Orleans.Hosting.Kubernetes;

namespace OneLead.Silo;

/// <summary>
/// Makes a silo a member of the cluster of all processes that share a PostgreSQL schema. Its membership tables are in that schema.
/// </summary>
internal static class ClusterSetup
{
    public const string Service = "onelead";

    // The port is kept, because a silo that starts again on its address replaces its former self at once. On another port the others
    // would first have to find out that the former one is gone.
    private const string PortFile = "silo.port";

    // Set by the manifests for several nodes, which also allow a pod to watch the others.
    private const string ClusterLabel = KubernetesHostingOptions.ClusterIdEnvironmentVariable;

    private const string AddressSetting = "OneLead:SiloAddress", PortSetting = "OneLead:SiloPort";

    /// <exception cref="InvalidDataException">The configured address or port is none.</exception>
    public static void UseCluster(this ISiloBuilder silo, IConfiguration configuration, string dataDirectory)
    {
        var address = AddressOf(configuration[AddressSetting]);
        var port = PortOf(configuration[PortSetting]) is > 0 and var given
            ? given
            : KeptPort(address, Path.Combine(dataDirectory, PortFile));
        silo.UseAdoNetClustering((OptionsBuilder<AdoNetClusteringSiloOptions> clustering) =>
            clustering.Configure<IOptions<PostgresStoreOptions>>(
                static (o, store) => (o.Invariant, o.ConnectionString) = ("Npgsql", MembershipConnection(store.Value))));
        silo.Configure<ClusterOptions>(static o => (o.ServiceId, o.ClusterId) = (Service, Service));
        silo.Configure<EndpointOptions>(o =>
            (o.AdvertisedIPAddress, o.SiloPort, o.GatewayPort, o.SiloListeningEndpoint) =
                (address, port, 0, new IPEndPoint(address, port)));
        silo.Configure<ClusterMembershipOptions>(static o =>
        {
            var probe = TimeSpan.FromSeconds(2);
            // A lost node is replaced within ten seconds: with the default maximum, a node that was heard of up to 24 s ago stays. Should
            // a living one be declared dead, the journal's epoch keeps it from writing.
            (o.MinProbeTimeout, o.ProbeTimeout, o.MaxProbeTimeout, o.NumMissedProbesLimit) = (probe / 2, probe, probe, 3);
            // The answer of another node would not count while that one is busy.
            o.EnableIndirectProbes = false;
            o.TableRefreshTimeout = TimeSpan.FromSeconds(5);
            (o.IAmAliveTablePublishTimeout, o.NumMissedTableIAmAliveLimit) = (TimeSpan.FromSeconds(5), 3);
            o.DefunctSiloExpiration = TimeSpan.FromDays(1);
        });
        // The pod of a node that is deleted need not be probed until it is found missing.
        if (KubernetesClientConfiguration.IsInCluster() && Environment.GetEnvironmentVariable(ClusterLabel) is { Length: > 0 })
            silo.UseKubernetesHosting();
        silo.Services.AddOptions<PostgresStoreOptions>().Configure<IServiceProvider>(static (store, services) =>
            store.Member = () => MemberOf(services.GetRequiredService<ILocalSiloDetails>()));
    }

    private static ClusterNode MemberOf(ILocalSiloDetails silo) => new(
        silo.ClusterId, silo.SiloAddress.Endpoint.Address.ToString(), silo.SiloAddress.Endpoint.Port, silo.SiloAddress.Generation);

    private static string MembershipConnection(PostgresStoreOptions store) => new NpgsqlConnectionStringBuilder(store.ConnectionString)
    {
        SearchPath = store.Schema, Timezone = "UTC", Enlist = false, MaxPoolSize = 4, ApplicationName = "onelead membership",
    }.ConnectionString;

    // Other machines reach only an address that was chosen for them.
    private static IPAddress AddressOf(string? setting)
    {
        if (setting is not { Length: > 0 })
            return IPAddress.Loopback;
        var found = IPAddress.TryParse(setting, out var address) ? [address] : Resolve(setting);
        return found.FirstOrDefault(static a => !a.Equals(IPAddress.Any) && !a.Equals(IPAddress.IPv6Any))
            ?? throw new InvalidDataException(
                $"ONELEAD__SiloAddress must be the address of one interface or the name of this host, not '{setting}'.");
    }

    private static IPAddress[] Resolve(string host)
    {
        try
        {
            return Dns.GetHostAddresses(host, AddressFamily.InterNetwork);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return [];
        }
    }

    private static int PortOf(string? setting) =>
        setting is not { Length: > 0 } ? 0
        : int.TryParse(setting, CultureInfo.InvariantCulture, out var port) && port is >= 0 and <= IPEndPoint.MaxPort ? port
        : throw new InvalidDataException($"ONELEAD__SiloPort must be a port, not '{setting}'.");

    private static int KeptPort(IPAddress address, string file)
    {
        if (File.Exists(file) && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var kept) && IsFree(address, kept))
            return kept;
        var port = FreePort(address);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, port.ToString(CultureInfo.InvariantCulture));
        return port;
    }

    public static int FreePort(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsFree(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (Exception e) when (e is SocketException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }
}
