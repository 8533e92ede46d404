using System.Globalization;
using System.Text.RegularExpressions;
using OneLead.Storage;
using OneLead.Storage.Postgres;
using OneLead.Web.Cli;

namespace OneLead.Web.Tenants;

/// <summary>
/// An organisation beside the default one. It has a host, a store, a key, users and sources of its own.
/// </summary>
/// <param name="Number">From 1. It is not given again, and tells the ports of its nodes apart.</param>
/// <param name="IsLeaving">True while it is being removed: no node serves it any more.</param>
internal sealed partial record Tenant(string Name, int Number, DateTimeOffset CreatedAt, bool IsLeaving = false)
{
    /// <summary>The section with settings of single organisations: <c>OneLead:Tenants:acme:TimeZone</c>.</summary>
    public const string Section = "OneLead:Tenants";

    public const string NameRule = "a lower-case letter, then up to 39 lower-case letters, digits and hyphens";

    /// <summary>True if an organisation can have the name. It stands in addresses, paths and the names of schemas.</summary>
    public static bool IsName(string name) => name != Keys.DefaultTenant && NamePattern().IsMatch(name);

    /// <summary>The settings in which the organisation's host differs from the installation's.</summary>
    public Dictionary<string, string?> Settings(IConfiguration installation)
    {
        var data = InstallPaths.DataDirectory(installation);
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["OneLead:Data"] = Path.Combine(data, "tenants", Name),
            ["OneLead:KeyFile"] = $"{StorageServices.KeyFileOf(installation, data)}.{Name}",
            ["OneLead:Schema"] = SchemaOf(installation),
            ["OneLead:Sources"] = "",
        };
        if (int.TryParse(installation["OneLead:SiloPort"], CultureInfo.InvariantCulture, out var port) && port > 0)
            settings["OneLead:SiloPort"] = (port + Number).ToString(CultureInfo.InvariantCulture);
        foreach (var (key, value) in installation.GetSection($"{Section}:{Name}").AsEnumerable(makePathsRelative: true))
            settings[$"OneLead:{key}"] = value;
        return settings;
    }

    private string SchemaOf(IConfiguration installation) =>
        (installation["OneLead:Schema"] is { Length: > 0 } schema ? schema : new PostgresStoreOptions().Schema)
        + "_" + Name.Replace('-', '_');

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$")]
    private static partial Regex NamePattern();
}

/// <summary>The organisation of a host.</summary>
/// <param name="Name">Null for the default one.</param>
internal sealed record OwnTenant(string? Name)
{
    /// <summary>The address of a page of this organisation, whichever organisation the browser was with before.</summary>
    /// <param name="page">Such as /app/welcome.</param>
    public string UrlOf(HttpRequest request, string page) => $"{request.Scheme}://{request.Host}{PathOf(request, page)}";

    /// <summary>The path of a page or file of this organisation.</summary>
    public string PathOf(HttpRequest request, string page)
    {
        var root = request.PathBase.Value ?? "";
        return Name is null || root.EndsWith(TenantRouting.PathOf(Name), StringComparison.Ordinal)
            ? root + page
            : root + TenantRouting.PathOf(Name) + page;
    }
}
