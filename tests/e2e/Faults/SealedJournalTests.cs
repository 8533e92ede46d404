using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneLead.EndToEnd.Tests.Faults;

/// <summary>Somebody who may write to the database changes a row of the journal.</summary>
[SupportedOSPlatform("linux")]
public sealed class SealedJournalTests
{
    private const int Events = 20;

    private static readonly string[] Arguments = ["--no-sample", "--as-of", "2025-10-29"];

    [PostgresFact]
    public async Task Verify_names_the_first_row_that_was_changed()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        using var data = new DataDirectory { Storage = postgres.ConnectionString };
        await using var server = await RunningServer.StartAsync(data, null, Arguments);
        var seal = await SealedAsync(server);
        Assert.Contains(
            $"seal {seal}", (await OneLeadProgram.RunAsync(data, "verify", "--seal", seal)).With(0).Output, StringComparison.Ordinal);
        Assert.Contains("No seal ends",
            (await OneLeadProgram.RunAsync(data, "verify", "--seal", "7:00")).With(2).Output, StringComparison.Ordinal);

        Assert.Equal(9L, await postgres.ScalarAsync(
            "UPDATE onelead.journal SET data = replace(data, 'DL380', 'DL385') WHERE seq = 9 RETURNING seq"));

        Assert.Contains(
            "broken: row 9. Row 9 of the journal is not the one that was sealed",
            (await OneLeadProgram.RunAsync(data, "verify")).With(2).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_does_not_open_without_its_key_or_with_another_one()
    {
        using var data = new DataDirectory();
        await using (var server = await RunningServer.StartAsync(data, null, Arguments))
        {
            await SealedAsync(server);
            Assert.Equal(0, await server.TerminateAsync());
        }
        string key = TemporaryData.KeyOf(data.Path), kept = await File.ReadAllTextAsync(key);
        File.Delete(key);
        foreach (var arguments in (string[][])[["verify"], [.. Arguments, "--urls", "http://127.0.0.1:0"]])
            Assert.Contains("is missing", (await OneLeadProgram.RunAsync(data, arguments)).With(1).Errors, StringComparison.Ordinal);
        data.Environment["ONELEAD__KeyFile"] = data.File("inside.key");
        Assert.Contains("in the data directory", (await OneLeadProgram.RunAsync(data, "verify")).With(1).Errors, StringComparison.Ordinal);
        data.Environment.Remove("ONELEAD__KeyFile");
        await File.WriteAllTextAsync(key, kept);
        Assert.Contains("chmod 600", (await OneLeadProgram.RunAsync(data, "verify")).With(1).Errors, StringComparison.Ordinal);
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await OneLeadProgram.RunAsync(data, "verify")).With(0);
    }

    // Returns the last seal, as the command line takes it.
    private static async Task<string> SealedAsync(RunningServer server)
    {
        for (var i = 0; i < Events; i++)
        {
            await server.PostAsync("/api/v1/events", new JsonObject
            {
                ["kind"] = "item", ["territory"] = "1", ["id"] = $"seal-{i}",
                ["data"] = new JsonObject { ["serial"] = $"SEAL{i}", ["productName"] = "DL380" },
            });
        }
        JsonElement seals = default;
        await Wait.UntilAsync("everything is sealed", async () =>
            (seals = (await server.PostAsync("/api/v1/verification", new { })).GetProperty("seals"))
                .GetProperty("through").GetInt64() > Events);
        Assert.Equal(JsonValueKind.Null, seals.GetProperty("problem").ValueKind);
        return string.Create(
            CultureInfo.InvariantCulture, $"{seals.GetProperty("through").GetInt64()}:{seals.GetProperty("mac").GetString()}");
    }
}
