using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using OneLead.Web.Tenants;

namespace OneLead.Web.Cli;

/// <summary>The command line. Without a verb it serves.</summary>
internal static class Commands
{
    public static readonly Option<DateOnly?> AsOf = new("--as-of")
    {
        Description = "The current day, yyyy-MM-dd. Default: today",
        CustomParser = Date,
    };

    public static readonly Option<string?> ServerUrl = new("--server")
    {
        Description = "The server to talk to. Default: the one that runs on the data directory, else the store itself",
    };

    /// <summary>Of every verb that works for one organisation.</summary>
    public static readonly Option<string?> Tenant = new("--tenant")
    {
        Description = $"The organisation. Default: {Keys.DefaultTenant}", Recursive = true,
    };

    /// <summary>The organisation that a command names; null for the default one.</summary>
    /// <exception cref="CommandFailedException">No organisation can have the name.</exception>
    public static string? TenantOf(ParseResult parsed) =>
        parsed.GetValue(Tenant) is not { } name || name == Keys.DefaultTenant ? null
        : Tenants.Tenant.IsName(name) ? name
        : throw TenantStore.Unknown(name);

    /// <summary>The settings of a command on files: those of the environment and of the organisation that it names.</summary>
    /// <exception cref="CommandFailedException">There is no such organisation.</exception>
    public static IConfigurationRoot Settings(ParseResult parsed)
    {
        var installation = InstallPaths.Settings();
        if (TenantOf(parsed) is not { } name)
            return installation;
        var own = TenantStore.SettingsOf(new(name, 0, default), installation);
        return Directory.Exists(InstallPaths.DataDirectory(own)) ? own : throw TenantStore.Unknown(name);
    }

    public static RootCommand Root()
    {
        var urls = new Option<string?>("--urls") { Description = $"The addresses to listen on. Default: {Server.DefaultUrl}" };
        var noSample = new Option<bool>("--no-sample") { Description = "Do not load the sample data into an empty installation" };
        var live = new Option<bool>("--live") { Description = "Simulate changes to the sample data, so that scores move" };
        var remote = new Option<bool>(BindingCheck.Option)
        {
            Description = "Listen on addresses that other machines can reach, although everybody who connects can change everything",
        };
        var root = new RootCommand("OneLead watches what customers own, and keeps risk, leads and account health up to date.")
        {
            urls, noSample, live, remote, AsOf, Tenant,
        };
        root.Subcommands.Add(ImportCommand.Create());
        root.Subcommands.Add(ExplainCommand.Create());
        root.Subcommands.Add(ExportCommand.Create());
        root.Subcommands.Add(HealthCommand.Create());
        root.Subcommands.Add(VerifyCommand.Create());
        root.Subcommands.Add(EraseCommand.Create());
        root.Subcommands.Add(EncryptCommand.Create());
        root.Subcommands.Add(RebuildCommand.Create());
        root.Subcommands.Add(BackupCommands.CreateBackup());
        root.Subcommands.Add(BackupCommands.CreateRestore());
        root.Subcommands.Add(MigrateCommand.Create());
        root.Subcommands.Add(TenantsCommand.Create());
        root.Subcommands.Add(UsersCommand.Create());
        root.Subcommands.Add(KeysCommand.Create());
        root.Subcommands.Add(MasterKeyCommand.Create());
        root.Subcommands.Add(SourcesCommand.Create());
        root.Subcommands.Add(CdcCommands.Create());
        root.Subcommands.Add(DeadLetterCommands.Create());
        root.SetAction((parsed, cancellation) => ServeCommand.RunAsync(
            new ServerArguments(parsed.GetValue(urls), parsed.GetValue(AsOf), Settings: Allow(parsed.GetValue(remote))),
            withSample: !parsed.GetValue(noSample), isLive: parsed.GetValue(live), cancellation));
        return root;
    }

    private static Dictionary<string, string?>? Allow(bool isRemote) => isRemote ? new() { [BindingCheck.Setting] = "true" } : null;

    public static DateOnly? Date(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        result.AddError($"'{text}' is not a date, yyyy-MM-dd.");
        return null;
    }
}
