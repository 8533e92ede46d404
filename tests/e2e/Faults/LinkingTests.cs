using System.Globalization;

namespace OneLead.EndToEnd.Tests.Faults;

/// <summary>The store is lost for a moment while names are being linked.</summary>
[Trait(Category.Name, Category.Kills)]
public sealed class LinkingTests(ITestOutputHelper output)
{
    private const string CutAll =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'onelead' AND pid <> pg_backend_pid()";

    private const string CancelAll =
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'onelead' AND pid <> pg_backend_pid()";

    private static bool IsLong { get; } = Environment.GetEnvironmentVariable("ONELEAD_LONG") == "1";

    private static int Trials(int few) =>
        int.TryParse(Environment.GetEnvironmentVariable("ONELEAD_LINKING_TRIALS"), CultureInfo.InvariantCulture, out var trials) ? trials
        : IsLong ? 100
        : few;

    [PostgresFact]
    public async Task PostgreSQL_restarted_or_its_connections_cut_while_names_are_linked_leaves_no_account_and_no_opportunity_doubled()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        using var data = new DataDirectory { Storage = postgres.ConnectionString };
        await new LinkingTrials(output, 20267).RunAsync(data, Trials(3), async random =>
        {
            // Reads and writes wait 15 seconds for the server, so only a longer absence makes them fail. It is tried in long runs.
            switch (random.Next(IsLong ? 5 : 4))
            {
                case 0:
                    await postgres.RestartAsync();
                    break;
                case 1:
                    await postgres.KillAsync();
                    await postgres.StartAsync();
                    break;
                case 4:
                    await postgres.StopAsync();
                    await Task.Delay(random.Next(10_000, 40_000));
                    await postgres.StartAsync();
                    break;
                case 2:
                    for (var cut = 0; cut < 40; cut++)
                    {
                        await postgres.ExecuteAsync(CancelAll);
                        await Task.Delay(random.Next(20));
                    }
                    break;
                default:
                    for (var cut = 0; cut < 10; cut++)
                    {
                        await postgres.ExecuteAsync(CutAll);
                        await Task.Delay(random.Next(100));
                    }
                    break;
            }
        });
    }
}
