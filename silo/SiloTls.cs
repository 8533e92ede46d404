using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Orleans.Connections.Security;

namespace OneLead.Silo;

/// <summary>Encrypts the connections between nodes. Each node shows a certificate of the cluster's own authority.</summary>
internal static class SiloTls
{
    private const string CertificateSetting = "OneLead:SiloCertificate", KeySetting = "OneLead:SiloCertificateKey",
        AuthoritySetting = "OneLead:SiloAuthority";

    /// <summary>Uses TLS if the configuration names a certificate.</summary>
    /// <exception cref="InvalidDataException">A file cannot be read, or the authority is not named.</exception>
    public static void UseTlsIfConfigured(this ISiloBuilder silo, IConfiguration configuration)
    {
        if (configuration[CertificateSetting] is not { Length: > 0 } file)
            return;
        if (configuration[AuthoritySetting] is not { Length: > 0 } authorityFile)
            throw new InvalidDataException(
                "ONELEAD__SiloAuthority must name the certificate of the authority that issued the certificates of all nodes.");
        var own = Read(file, "ONELEAD__SiloCertificate",
            f => X509Certificate2.CreateFromPemFile(f, configuration[KeySetting] is { Length: > 0 } key ? key : null));
        var authority = Read(authorityFile, "ONELEAD__SiloAuthority", X509CertificateLoader.LoadCertificateFromFile);
        if (!IsIssuedBy(authority, own))
            throw new InvalidDataException($"{file} was not issued by {authorityFile}, or is out of date: other nodes would refuse it.");
        silo.UseTls(tls =>
        {
            tls.LocalCertificate = own;
            (tls.RemoteCertificateMode, tls.ClientCertificateMode) =
                (RemoteCertificateMode.RequireCertificate, RemoteCertificateMode.RequireCertificate);
            // The authority issues certificates for nodes alone, whose addresses change, so the name in one is not compared.
            tls.RemoteCertificateValidation = (certificate, _, _) => IsIssuedBy(authority, certificate);
            tls.OnAuthenticateAsClient = static (_, client) => client.TargetHost = "onelead";
        });
    }

    private static bool IsIssuedBy(X509Certificate2 authority, X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private static X509Certificate2 Read(string file, string setting, Func<string, X509Certificate2> read)
    {
        try
        {
            return read(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InvalidDataException($"{setting}: {file} cannot be read: {e.Message}");
        }
    }
}
