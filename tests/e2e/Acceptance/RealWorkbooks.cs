
namespace OneLead.EndToEnd.Tests.Acceptance;

/// <summary>The real workbooks, imported once by the command line, and a server on what came of it.</summary>
public sealed class RealWorkbooks : IAsyncLifetime
{
    private readonly DataDirectory _data = new();

    internal DataDirectory Data => _data;

    internal Ended Import { get; private set; } = null!;

    internal RunningServer Server { get; private set; } = null!;

    internal static string[] Files => [.. new[] { "DataExportAug29th.xlsx", "LS_SKU_for_Onelead.xlsx" }
        .Select(name => Path.Combine(SharedDataFactAttribute.Folder!, name))];

    internal static string SeedMapping => Path.Combine(Repository.Root, "samples", "territories.seed.yaml");

    public async ValueTask InitializeAsync()
    {
        if (SharedDataFactAttribute.Folder is null)
            return;
        Import = await OneLeadProgram.RunAsync(_data, ["import", .. Files, "--as-of", "2025-10-29", "--json"]);
        Server = await RunningServer.StartAsync(_data, null, "--no-sample", "--as-of", "2025-10-29");
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();
        _data.Dispose();
    }
}
