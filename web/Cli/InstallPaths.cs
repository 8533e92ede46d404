namespace OneLead.Web.Cli;

/// <summary>Paths of the program, in a checkout and when installed.</summary>
internal static class InstallPaths
{
    private static readonly string? Checkout = FindCheckout();

    /// <summary>The folder with wwwroot and appsettings.json.</summary>
    public static string ContentRoot { get; } =
        Checkout is null || Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot"))
            ? AppContext.BaseDirectory
            : Path.Combine(Checkout, "web");

    /// <summary>The settings of commands, which are those of the environment alone.</summary>
    public static IConfigurationRoot Settings() => new ConfigurationBuilder().AddEnvironmentVariables().Build();

    /// <summary>The data directory of the installation, as commands know it.</summary>
    public static string DataDirectory() => DataDirectory(Settings());

    /// <summary><c>ONELEAD__Data</c>; else data/ of the checkout, or ~/.local/share/onelead when installed.</summary>
    public static string DataDirectory(IConfiguration configuration) => Path.GetFullPath(
        configuration["OneLead:Data"] is { Length: > 0 } configured ? configured
        : Checkout is not null ? Path.Combine(Checkout, "data")
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "onelead"));

    /// <summary>The file of webhook sources: <c>ONELEAD__Sources</c>, else sources.yaml in the data directory.</summary>
    public static string SourcesFile(IConfiguration configuration) => Path.GetFullPath(
        configuration["OneLead:Sources"] is { Length: > 0 } configured
            ? configured
            : Path.Combine(DataDirectory(configuration), Sources.Configuration.SourcesFile.Name));

    private static string? FindCheckout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OneLead.Grains.sln")))
                return folder.FullName;
        }
        return null;
    }
}
