
namespace OneLead.EndToEnd.Tests.Faults;

/// <summary>The whole service is killed at random instants under load, again and again on one directory.</summary>
[Trait(Category.Name, Category.Kills)]
public sealed class ServiceKillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task After_kill_9_every_acknowledged_event_and_command_is_there_once_and_scores_are_a_fold_from_nothing()
    {
        using var data = new DataDirectory();
        await new KillTrials(output, 20262).RunAsync(data, null);
    }
}

/// <summary>The same on PostgreSQL.</summary>
[Trait(Category.Name, Category.Kills)]
public sealed class PostgresKillTests(ITestOutputHelper output)
{
    [PostgresFact]
    public async Task After_kill_9_of_the_service_or_of_PostgreSQL_too_the_same_holds()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        using var data = new DataDirectory { Storage = postgres.ConnectionString };
        await new KillTrials(output, 20263).RunAsync(data, postgres);
    }
}
