using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using OneLead.Events;

namespace OneLead.Storage.Tests;

/// <summary>Builds events for tests.</summary>
internal static class TestEvents
{
    public const string Tenant = "default";

    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static ChangeEvent Item(
        string sourceId, string serial = "hpe:S1", string account = "territory:1", int minute = 0, string source = "api") =>
        new(account, EventKind.Item, serial, 1, source, sourceId, Start.AddMinutes(minute),
            EventData.Of(
                ("productName", FieldValue.Of("DL380 Gen10 „ü“")), ("quantity", FieldValue.Of(2.50m)), ("supportEnd", FieldValue.Null),
                ("extra", FieldValue.Json("{\"a\":[1,2]}"))));

    public static ChangeEvent Link(string sourceId, string key, string to, string? previous = null) =>
        new(key, EventKind.Link, key, 1, "api", sourceId, Start,
            previous is null ? EventData.Of(("to", FieldValue.Of(to))) : EventData.Of(
                ("to", FieldValue.Of(to)), ("previous", FieldValue.Of(previous))));

    public static ChangeEvent Command(string sourceId, string lead, string account) =>
        new(account, EventKind.LeadStatus, lead, 1, "api", sourceId, Start, EventData.Of(("status", FieldValue.Of("contacted"))));

    public static ChangeEvent Day(string sourceId, string day) =>
        new("", EventKind.DayBegun, day, 1, "clock", sourceId, Start, EventData.Of(("day", FieldValue.Of(day))));

    private static readonly ConditionalWeakTable<IJournal, SharedWriters> Writers = [];

    public static async Task<Appended[]> AppendAsync(this IJournal journal, params ChangeEvent[] events) =>
        [.. await journal.AppendAsync(Tenant, [.. events])];

    /// <summary>Appends through the tenant's writer that all callers of a test share.</summary>
    public static async ValueTask<ImmutableArray<Appended>> AppendAsync(
        this IJournal journal, string tenant, ImmutableArray<ChangeEvent> events, CancellationToken cancellation = default) =>
        await (await Writers.GetOrCreateValue(journal).OfAsync(journal, tenant)).AppendAsync(events, null, cancellation);

    /// <summary>Sets the listener of the shared writers.</summary>
    public static void Listen(this IJournal journal, Action<string, ImmutableArray<JournalEntry>> committed) =>
        Writers.GetOrCreateValue(journal).Heard = committed;

    private sealed class SharedWriters
    {
        private readonly ConcurrentDictionary<string, Lazy<Task<IJournalWriter>>> _writers = new(StringComparer.Ordinal);

        public Action<string, ImmutableArray<JournalEntry>> Heard { get; set; } = static (_, _) => { };

        public Task<IJournalWriter> OfAsync(IJournal journal, string tenant) => _writers.GetOrAdd(
            tenant, name => new(() => journal.OpenAsync(name, new TestListener { Heard = rows => Heard(name, rows) }).AsTask())).Value;
    }

    public static async Task<List<JournalEntry>> ReadAllAsync(this IJournal journal, string tenant = Tenant, long after = 0)
    {
        var rows = new List<JournalEntry>();
        await foreach (var row in journal.ReadAllAsync(tenant, after))
            rows.Add(row);
        return rows;
    }

    public static IEnumerable<long> Sequences(this IEnumerable<JournalEntry> rows) => rows.Select(r => r.Sequence);
}
