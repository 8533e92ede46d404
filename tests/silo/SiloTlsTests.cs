using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace OneLead.Silo.Tests;

public sealed class SiloTlsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("onelead-tls-").FullName;
    private readonly X509Certificate2 _authority = Authority("CN=cluster"), _other = Authority("CN=other");

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
        TemporaryData.Delete(_directory);
    }

    [Fact]
    public async Task Nodes_of_one_authority_work_together_and_refuse_everybody_else()
    {
        using var own = Issue(_authority);
        await using var cluster = await SiloCluster.StartAsync(2, settings: Settings(own, _authority));
        // Accounts of either node are reached from the other.
        for (var i = 0; i < 20; i++)
        {
            var appended = await cluster.Silos[i % 2].Ingest.AppendAsync(TestSilo.Tenant, [Events.Item($"S{i}", $"{i}")]);
            await cluster.Silos[(i + 1) % 2].Ingest.WaitUntilAppliedThroughAsync(TestSilo.Tenant, appended[0].Sequence);
        }
        using var foreign = Issue(_other);
        Assert.True(await IsTakenAsync(cluster.Silos[0], own));
        Assert.False(await IsTakenAsync(cluster.Silos[0], foreign));
        Assert.False(await IsTakenAsync(cluster.Silos[0], null));
    }

    [Fact]
    public void A_certificate_that_others_would_refuse_stops_the_start()
    {
        using var foreign = Issue(_other);
        Assert.Contains("was not issued by", Refusal(Settings(foreign, _authority)), StringComparison.Ordinal);
        var settings = Settings(foreign, _other);
        settings["OneLead:SiloAuthority"] = Path.Combine(_directory, "absent.pem");
        Assert.Contains("ONELEAD__SiloAuthority: ", Refusal(settings), StringComparison.Ordinal);
        settings.Remove("OneLead:SiloAuthority");
        Assert.Contains("ONELEAD__SiloAuthority must name", Refusal(settings), StringComparison.Ordinal);

        string Refusal(Dictionary<string, string?> wrong) => Assert.Throws<InvalidDataException>(() => Build(wrong)).Message;
    }

    private void Build(Dictionary<string, string?> settings)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddOneLeadSilo(_directory);
    }

    private Dictionary<string, string?> Settings(X509Certificate2 own, X509Certificate2 authority)
    {
        var (certificate, key, root) = (File("node.pem"), File("node.key"), File("authority.pem"));
        System.IO.File.WriteAllText(certificate, own.ExportCertificatePem());
        System.IO.File.WriteAllText(key, own.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        System.IO.File.WriteAllText(root, authority.ExportCertificatePem());
        return new()
        {
            ["OneLead:SiloCertificate"] = certificate, ["OneLead:SiloCertificateKey"] = key, ["OneLead:SiloAuthority"] = root,
        };

        string File(string name) => Path.Combine(_directory, name);
    }

    // Whether a connection with this certificate stays open. With TLS 1.3 the refusal comes after the client's part of the handshake.
    private static async Task<bool> IsTakenAsync(ClusterSilo silo, X509Certificate2? certificate)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(silo.Address.Endpoint);
        await using var tls = new SslStream(client.GetStream(), false, static (_, node, _, _) => node is not null);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "onelead", ClientCertificates = certificate is null ? null : [certificate],
            });
            // A node that takes the connection begins to speak, or waits.
            return await tls.ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(2)) > 0;
        }
        catch (TimeoutException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            return false;
        }
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var issued = request.Create(authority, now.AddHours(-1), now.AddHours(1), RandomNumberGenerator.GetBytes(8));
        using var whole = issued.CopyWithPrivateKey(key);
        // A key that is only in memory cannot be used by every platform's TLS.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
