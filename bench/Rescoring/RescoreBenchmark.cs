using System.Diagnostics;
using System.Globalization;
using OneLead.Bench.Running;
using OneLead.Testing;

namespace OneLead.Bench.Rescoring;

/// <summary>Measures rescoring every item on a new day: risk, triggers and the score of each lead.</summary>
internal static class RescoreBenchmark
{
    private static readonly DateOnly First = new(2025, 10, 29);

    public static async Task RunAsync(Runner runner)
    {
        var items = new ScoredItems(runner.Scaled(2_000_000), First);
        var day = First;
        await runner.AloneAsync(
            $"rescoring {items.Count:N0} items, one core", "s", () => Task.FromResult(Time(() => items.Rescore(day = day.AddDays(1), 1))));
        if (PrivatePostgres.Missing is { } reason)
        {
            await runner.AloneAsync(
                $"rescoring {items.Count:N0} items, all cores", "s",
                () => Task.FromResult(Time(() => items.Rescore(day = day.AddDays(1), Environment.ProcessorCount))));
            runner.Note("UPDATE in PostgreSQL", reason);
            return;
        }
        await using var postgres = await PrivatePostgres.StartAsync("shared_buffers=512MB", "max_wal_size=8GB");
        Runner.Say("filling PostgreSQL");
        await postgres.ExecuteAsync(Table(items.Count));
        await runner.PairAsync(
            $"rescoring {items.Count:N0} items, all cores; one UPDATE in PostgreSQL", "s",
            () => Task.FromResult(Time(() => items.Rescore(day = day.AddDays(1), Environment.ProcessorCount))),
            async () =>
            {
                var started = Stopwatch.GetTimestamp();
                await postgres.ExecuteAsync(
                    Update.Replace(
                        "$day", $"date '{(day = day.AddDays(1)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}'",
                        StringComparison.Ordinal));
                var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                // Dead rows are vacuumed outside the measurement.
                await postgres.ExecuteAsync("VACUUM item");
                return seconds;
            },
            lessIsBetter: true, BenchmarkTarget.Times(50));
    }

    private static double Time(Action action)
    {
        var started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static string Table(int items) => $"""
        CREATE UNLOGGED TABLE item (
            id int PRIMARY KEY, expired boolean NOT NULL, uncovered boolean NOT NULL, eol date, eos date, support_end date,
                strategic boolean NOT NULL, component boolean NOT NULL,
            hardware int NOT NULL, open_opportunities int NOT NULL, closed_projects int NOT NULL, last_project date,
            risk text, urgency int, renewal numeric, refresh numeric, attach numeric);
        INSERT INTO item SELECT i, i % 5 IN (1, 2), i % 5 IN (2, 3), date '2025-10-29' + 1000 - (i::bigint * 31 % 4000)::int, CASE
            WHEN i % 3 = 0 THEN date '2025-10-29' + (i::bigint * 17 % 700)::int END,
            CASE WHEN i % 4 <> 0 THEN date '2025-10-29' + 300 - (i::bigint * 7 % 1200)::int END, i % 3 < 2, i % 3 = 2, 10, i / 10 % 7,
                i / 10 % 12, date '2025-10-29' - (i / 10 % 900)
            FROM generate_series(0, {items - 1}) AS i;
        ALTER TABLE item SET (autovacuum_enabled = false);
        ANALYZE item;
        """;

    // The rules of rules.yaml in SQL.
    private const string Update = """
        UPDATE item SET
            risk = CASE WHEN expired OR uncovered THEN CASE WHEN $day - eol > 1825 THEN 'critical' ELSE 'high' END
                WHEN $day > eol OR eos - $day <= 180 OR support_end - $day <= 180 THEN 'medium' ELSE 'low' END,
            urgency = s.urgency,
            renewal = CASE WHEN expired THEN 0.35 * s.urgency + 0.30 * least(100, s.worth + 20) + 0.20 * s.propensity + 0.15 * least(100,
                s.fit + 5) END,
            refresh = CASE WHEN $day - eol > 1825 THEN 0.35 * s.urgency + 0.30 * least(100,
                s.worth + 40) + 0.20 * s.propensity + 0.15 * least(100, s.fit + 10) END,
            attach = CASE WHEN uncovered THEN 0.35 * s.urgency + 0.30 * least(100, s.worth + 20) + 0.20 * s.propensity + 0.15 * least(100,
                s.fit) END
        FROM (SELECT id AS item_id,
                least(100, 50 + CASE WHEN $day - eol > 1825 THEN 30 WHEN $day - eol > 1095 THEN 20 WHEN $day - eol > 365 THEN 10 ELSE 0 END
                    + CASE WHEN $day - support_end > 365 THEN 20 WHEN $day - support_end > 180 THEN 15 WHEN $day - support_end > 90
                        THEN 10 ELSE 0 END) AS urgency,
                40 + CASE WHEN hardware > 50 THEN 20 WHEN hardware > 20 THEN 15 WHEN hardware > 5 THEN 10 ELSE 0 END AS worth,
                least(100, 30 + CASE WHEN open_opportunities > 5 THEN 30 WHEN open_opportunities > 2 THEN 20 WHEN open_opportunities > 0
                    THEN 10 ELSE 0 END
                    + CASE WHEN closed_projects > 10 THEN 30 WHEN closed_projects > 5 THEN 20 WHEN closed_projects > 0 THEN 10 ELSE 0 END
                    + CASE WHEN $day - last_project BETWEEN 0 AND 730 THEN 10 ELSE 0 END) AS propensity,
                50 + CASE WHEN strategic THEN 25 ELSE 0 END + CASE WHEN component THEN 0 ELSE 15 END AS fit
            FROM item) AS s
        WHERE s.item_id = item.id
        """;
}
