using System.Globalization;
using System.Text.Json.Nodes;

namespace OneLead.EndToEnd.Tests.Faults;

/// <summary>Files with garbage, and lost files: rebuilt, or refused with two lines.</summary>
public sealed class DamagedFilesTests
{
    private const int Page = 4_096;

    [Fact]
    public async Task A_derived_file_is_rebuilt_and_a_journal_that_is_damaged_or_lost_is_refused_by_every_command()
    {
        using var whole = new DataDirectory();
        string digest;
        await using (var server = await RunningServer.StartAsync(whole, null, "--no-sample", "--as-of", "2025-10-29"))
        {
            await SendAsync(server, 2_000);
            digest = await DigestAsync(server);
            Assert.Equal(0, await server.TerminateAsync());
        }

        // The first is found when the file is opened, the second when rows are read: then the server starts again by itself.
        foreach (var damage in (Action<string>[])[path => Overwrite(path, keep: 3), FlipABitOfEachPage])
        {
            using var snapshots = whole.Copy();
            damage(snapshots.File("snapshots.db"));
            await using var server = await RunningServer.StartAsync(
                snapshots, $"http://127.0.0.1:{FreePort.Next()}", "--no-sample", "--as-of", "2025-10-29");
            Assert.Equal(digest, await DigestAsync(server));
            Assert.Contains("snapshots.db are rebuilt from the journal", server.Log, StringComparison.Ordinal);
        }
        using (var journal = whole.Copy())
        {
            Overwrite(journal.File("journal.db"), keep: 0);
            await RefusedAsync(journal, "is damaged", ["--urls", "http://127.0.0.1:0", "--no-sample"]);
            await RefusedAsync(journal, "is damaged", ["verify"]);
            await RefusedAsync(journal, "is damaged", ["backup", journal.File("backup")]);
        }
        using (var lost = whole.Copy())
        {
            File.Delete(lost.File("journal.db"));
            await RefusedAsync(lost, "is missing", ["verify"]);
            await RefusedAsync(lost, "is missing", ["rebuild"]);
            Assert.False(File.Exists(lost.File("journal.db")), "A lost journal is not replaced by an empty one.");
        }
    }

    [Fact]
    public async Task A_damaged_page_that_nobody_reads_is_found_in_the_background()
    {
        using var data = new DataDirectory();
        data.Environment["ONELEAD__ScrubHours"] = "0.0005";
        await using (var server = await RunningServer.StartAsync(data, null, "--no-sample", "--as-of", "2025-10-29"))
        {
            await SendAsync(server, 4_000);
            Assert.Equal(0, await server.TerminateAsync());
        }
        Overwrite(data.File("journal.db"), keep: 40, pages: 1);

        await using var next = await RunningServer.StartAsync(data, null, "--no-sample", "--as-of", "2025-10-29");
        await Wait.UntilAsync(() => $"the damage is found: {next.Log}",
            async () => (await next.GetAsync("/readyz")).GetProperty("status").GetString() == "degraded");

        Assert.Contains("Restore", (await next.GetAsync("/readyz")).GetProperty("reason").GetString(), StringComparison.Ordinal);
        var check = (await next.GetAsync("/api/v1/system")).GetProperty("checks").EnumerateArray()
            .Single(c => c.GetProperty("name").GetString() == "damage");
        Assert.Contains("journal.db", check.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("onelead_store_damages{} 1", await next.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)),
            StringComparison.Ordinal);
    }

    private static void Overwrite(string path, int keep, int pages = int.MaxValue)
    {
        using var file = File.Open(path, FileMode.Open);
        file.Position = Math.Min(keep * Page, file.Length / Page / 2 * Page);
        var random = new Random(7);
        var bytes = new byte[Page];
        for (; pages > 0 && file.Position < file.Length; pages--)
        {
            random.NextBytes(bytes);
            file.Write(bytes);
        }
    }

    private static void FlipABitOfEachPage(string path)
    {
        var bytes = File.ReadAllBytes(path);
        for (var at = Page + 3_000; at < bytes.Length; at += Page)
            bytes[at] ^= 4;
        File.WriteAllBytes(path, bytes);
    }

    private static async Task RefusedAsync(DataDirectory data, string what, string[] command)
    {
        var ended = (await OneLeadProgram.RunAsync(data, command)).With(1);
        var lines = ended.Errors.Trim().Split('\n');
        Assert.True(lines.Length == 2, $"{string.Join(' ', command)}: {ended.Errors}");
        Assert.Contains("journal.db", lines[0], StringComparison.Ordinal);
        Assert.Contains(what, lines[0], StringComparison.Ordinal);
        Assert.Contains("Restore", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Output + ended.Errors, StringComparison.Ordinal);
    }

    private static async Task SendAsync(RunningServer server, int events)
    {
        foreach (var batch in Enumerable.Range(0, events).Chunk(500))
        {
            await server.PostAsync("/api/v1/events", new JsonArray([.. batch.Select(i => (JsonNode)new JsonObject
            {
                ["kind"] = "item",
                ["territory"] = i % 7 == 0 ? "56088" : "56180",
                ["source"] = "damage",
                ["id"] = string.Create(CultureInfo.InvariantCulture, $"{i}"),
                ["data"] = new JsonObject
                {
                    ["serial"] = $"DAMAGE{i % 700}", ["productName"] = "HP DL360p Gen8", ["endOfLife"] = "2015-07-01",
                },
            })]));
        }
    }

    private static async Task<string> DigestAsync(RunningServer server)
    {
        var report = await server.PostAsync("/api/v1/verification", new { });
        Assert.True(report.GetProperty("ok").GetBoolean(), report.GetRawText());
        return report.GetProperty("digest").GetString()!;
    }
}
