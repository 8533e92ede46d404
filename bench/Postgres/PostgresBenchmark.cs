using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using OneLead.Bench.Rival;
using OneLead.Bench.Running;
using OneLead.Events;
using OneLead.Storage;
using OneLead.Storage.Postgres;
using OneLead.Testing;

namespace OneLead.Bench.Postgres;

/// <summary>Measures durable events a second of the journal on PostgreSQL against what others do on the same server.</summary>
internal static class PostgresBenchmark
{
    private const int Callers = 8, Items = 20_000, Accounts = 400;

    public static async Task RunAsync(Runner runner)
    {
        if (PrivatePostgres.Missing is { } reason)
        {
            runner.Note("durable events on PostgreSQL", reason);
            return;
        }
        await using var server = await PrivatePostgres.StartAsync("shared_buffers=256MB", "max_wal_size=4GB", "max_connections=200");
        using var store = PostgresStore.Open(
            new PostgresStoreOptions { ConnectionString = server.ConnectionString }, TimeProvider.System, NullLogger.Instance);
        await using var updates = await StateUpdates.StartAsync(server.ConnectionString, Items);
        var journal = new Appends(store);
        await journal.RunAsync(Items, 500, Callers);
        await runner.PairAsync(
            "PostgreSQL: events appended, batches of 500, 8 callers; 8 clients, one UPDATE a commit", "events/s",
            () => journal.RunAsync(runner.Scaled(200_000), 500, Callers), () => updates.RunAsync(runner.Scaled(40_000), Callers),
            targets: [BenchmarkTarget.Times(10)]);
        await using (var states = await ItemStateSilo.StartAsync(server))
        {
            await runner.PairAsync(
                "PostgreSQL: events appended, batches of 500, 8 callers; a grain's state written per event", "events/s",
                () => journal.RunAsync(runner.Scaled(200_000), 500, Callers), () => states.RunAsync(runner.Scaled(16_000), 500, Callers),
                targets: [BenchmarkTarget.Times(10)]);
        }
        await runner.PairAsync(
            "PostgreSQL: events appended one by one, 8 callers; 8 clients, one UPDATE a commit", "events/s",
            () => journal.RunAsync(runner.Scaled(40_000), 1, Callers), () => updates.RunAsync(runner.Scaled(40_000), Callers));
        foreach (var batch in (int[])[10, 100, 1_000])
            await runner.AloneAsync(
                $"PostgreSQL: events appended, batches of {batch}, 8 callers", "events/s",
                () => journal.RunAsync(runner.Scaled(Math.Min(200_000, batch * 2_000)), batch, Callers));
        await runner.AloneAsync(
            "PostgreSQL: events appended one by one, 64 callers", "events/s", () => journal.RunAsync(runner.Scaled(80_000), 1, 64));
    }

    /// <summary>Appends item changes from callers that wait for their answers.</summary>
    private sealed class Appends(PostgresStore store)
    {
        private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private int _sent;

        public async Task<double> RunAsync(int events, int batch, int callers)
        {
            var calls = Enumerable.Range(0, callers).Select(
                _ => Enumerable.Range(0, events / batch / callers).Select(_ => Batch(batch)).ToArray()).ToArray();
            var writer = await store.Journal.OpenAsync("default", new NoListener());
            var started = Stopwatch.GetTimestamp();
            await Task.WhenAll(calls.Select(mine => Task.Run(async () =>
            {
                foreach (var call in mine)
                    await writer.AppendAsync(call);
            })));
            return calls.Sum(c => c.Length) * (double)batch / Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        private sealed class NoListener : IJournalListener
        {
            public long LastLink => 0;

            public void OnCommitted(ImmutableArray<JournalEntry> rows) { }
        }

        private ImmutableArray<ChangeEvent> Batch(int count) => [.. Enumerable.Range(0, count).Select(_ => Change(_sent++))];

        // Items change in an order with bad index locality.
        private static ChangeEvent Change(int n)
        {
            var item = (int)((long)n * 7_919 % Items);
            return new ChangeEvent(
                string.Create(CultureInfo.InvariantCulture, $"territory:{item % Accounts}"), EventKind.Item,
                string.Create(CultureInfo.InvariantCulture, $"hpe:CZ{item:00000000}"), 1,
                "crm", string.Create(CultureInfo.InvariantCulture, $"event-{n:000000000}"), Start.AddSeconds(n),
                EventData.Of(
                    ("endOfLife", FieldValue.Of("2015-07-01")), ("productName", FieldValue.Of("HP DL360p Gen8 8-SFF CTO Server")),
                    ("supportEnd", FieldValue.Of("2024-02-11")),
                    ("supportStatus", FieldValue.Of(n % 2 == 0 ? "Warranty Expired - Uncovered Box" : "Active Contract"))));
        }
    }
}
