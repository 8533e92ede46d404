using System.Globalization;
using OneLead.Events;
using static OneLead.Storage.Tests.TestEvents;

namespace OneLead.Storage.Tests.Sqlite;

/// <summary>Repeatedly kills a process that appends to the same directory, at random times.</summary>
[Trait(Category.Name, Category.Kills)]
public sealed class SqliteKillTests(ITestOutputHelper output)
{
    private static int Trials =>
        int.TryParse(Environment.GetEnvironmentVariable("ONELEAD_KILL_TRIALS"), CultureInfo.InvariantCulture, out var trials) ? trials : 50;

    private readonly Random _random = new(20261);
    private readonly Dictionary<string, long> _acknowledged = [];

    [Fact]
    public async Task After_kill_9_every_acknowledged_event_exists_once_with_its_sequence()
    {
        using var store = new SqliteTestStore(SqliteTestOptions.Hasty);
        var (head, beforeOpen, repeats) = (0L, 0, 0);
        for (var trial = 0; trial < Trials; trial++)
        {
            store.Close();
            var run = $"run{trial}";
            beforeOpen += await AppendUntilKilledAsync(store.Directory, run) ? 0 : 1;
            store.Open();

            var rows = await store.Journal.ReadAllAsync(after: head);
            Assert.Equal(Enumerable.Range(1, rows.Count).Select(i => head + i), rows.Sequences());
            foreach (var row in rows.Where(r => _acknowledged.ContainsKey(r.Event.SourceId)))
                Assert.Equal(_acknowledged[row.Event.SourceId], row.Sequence);
            Assert.Superset(
                _acknowledged.Where(a => a.Value > head).Select(a => a.Key).ToHashSet(), rows.Select(r => r.Event.SourceId).ToHashSet());
            repeats += await SendAgainAsync(store.Journal, run);
            head = store.Journal.Head(Tenant);
        }

        var all = await store.Journal.ReadAllAsync();
        Assert.Equal(all.Count, all.Select(r => r.Event.SourceId).Distinct().Count());
        Assert.Equal(
            _acknowledged,
            all.Where(r => _acknowledged.ContainsKey(r.Event.SourceId)).ToDictionary(r => r.Event.SourceId, r => r.Sequence));
        output.WriteLine(
            $"{Trials} kills ({beforeOpen} while opening), {_acknowledged.Count} events acknowledged, {all.Count} rows, "
                + $"{repeats} repeats recognised, none lost, none duplicated.");
    }

    /// <returns>True if the store was open before the kill.</returns>
    private async Task<bool> AppendUntilKilledAsync(string directory, string run)
    {
        using var process = OtherProcess.Start("append", directory, run);
        var opening = _random.Next(5) == 0;
        if (!opening)
            Assert.Equal("open", await process.Output.ReadLineAsync());
        await Task.Delay(_random.Next(opening ? 40 : 1, 250));
        process.Kill();
        // A truncated line was not acknowledged.
        var lines = (await process.Output.ReadToEndAsync()).Split('\n')[..^1];
        foreach (var line in lines.Where(l => l != "open"))
        {
            var parts = line.Split(' ');
            _acknowledged[$"{parts[0]}/{parts[1]}/{parts[2]}"] = long.Parse(parts[3], CultureInfo.InvariantCulture);
        }
        return !opening || lines.Length > 0;
    }

    /// <summary>Sends events again, including those whose answer was lost by the kill.</summary>
    private async Task<int> SendAgainAsync(IJournal journal, string run)
    {
        var repeats = 0;
        for (var writer = 0; writer < 6; writer++)
        {
            var answered = _acknowledged.Keys.Count(k => k.StartsWith($"{run}/{writer}/", StringComparison.Ordinal));
            var again = Enumerable.Range(Math.Max(0, answered - 20), 60).Select(n => OtherProcess.Event(run, writer, n)).ToArray();
            var appended = await journal.AppendAsync(again);
            for (var i = 0; i < again.Length; i++)
            {
                repeats += appended[i].IsNew ? 0 : 1;
                if (_acknowledged.TryGetValue(again[i].SourceId, out var sequence))
                    Assert.Equal(new Appended(sequence, false), appended[i]);
                _acknowledged[again[i].SourceId] = appended[i].Sequence;
            }
        }
        return repeats;
    }
}
