using System.CommandLine;
using OneLead.Web.Access;

namespace OneLead.Web.Cli;

/// <summary>Options that users and keys share.</summary>
internal static class AccessOptions
{
    public static readonly Option<string> Role = new("--role")
    {
        Description = string.Join(", ", Wire.All<Role>()), Required = true,
    };

    public static readonly Option<string?> Tenant = new("--tenant") { Description = $"The organisation. Default: {Keys.DefaultTenant}" };

    public static readonly Option<string[]> Territory = new("--territory")
    {
        Description = "A territory of a territory manager; repeat for more",
    };

    public static readonly Option<string[]> KnownAs = new("--known-as")
    {
        Description = "A name under which sources know an account manager, such as the CRM's owner id; repeat for more",
    };

    /// <exception cref="CommandFailedException">There is no such tenant.</exception>
    public static void CheckTenant(ParseResult parsed)
    {
        if (parsed.GetValue(Tenant) is { } tenant && tenant != Keys.DefaultTenant)
            throw new CommandFailedException($"There is no tenant '{tenant}'. This version has one: {Keys.DefaultTenant}.");
    }
}
