using System.Diagnostics;
using System.Globalization;
using System.Text;
using OneLead.Bench.Events;
using OneLead.Bench.Load;
using OneLead.Bench.Running;

namespace OneLead.Bench.Encryption;

/// <summary>
/// Durable events a second of contacts whose name, address and number are encrypted, in turns with events of the same kind and size
/// whose fields are not sensitive.
/// </summary>
internal static class EncryptionBenchmark
{
    private const int Contacts = 20_000, Batch = 100, Callers = 8, Accounts = 500;

    // What encryption may cost: a tenth.
    private static readonly BenchmarkTarget Target = new(0.90, IsAtLeast: true, IsRatio: true);

    public static async Task RunAsync(Runner runner)
    {
        await using var server = await ServerProcess.StartAsync(ItemChanges.Day);
        using var poster = new EventPoster(server.Http.BaseAddress!);
        var contacts = runner.Scaled(Contacts);
        var (first, round) = (0, 0);
        await runner.PairAsync(
            $"{contacts:N0} new contacts", "events/s", () => PostAsync(isSensitive: true, first += contacts),
            () => PostAsync(isSensitive: false, first += contacts), targets: Target);
        await runner.PairAsync(
            $"{contacts:N0} changes of known contacts", "events/s", () => PostAsync(isSensitive: true, contacts),
            () => PostAsync(isSensitive: false, 2 * contacts), targets: Target);

        async Task<double> PostAsync(bool isSensitive, int from)
        {
            var version = round++;
            var bodies = Enumerable.Range(from, contacts).Chunk(Batch)
                .Select(batch => Encoding.UTF8.GetBytes($"[{string.Join(',', batch.Select(c => Contact(c, version, isSensitive)))}]"))
                .ToList();
            var started = Stopwatch.GetTimestamp();
            await poster.PostAllAsync(bodies, Callers);
            return contacts / Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
    }

    private static string Contact(int contact, int version, bool isSensitive)
    {
        string[] names = isSensitive ? ["name", "email", "phone"] : ["role", "title", "status"];
        return string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"kind":"contact","source":"bench","entity":"{{{contact}}}","id":"{{{contact}}}-{{{version}}}","""
            + $$$""" "customerId":"{{{contact % Accounts}}}","data":{"{{{names[0]}}}":"Person {{{contact}}} of {{{version}}}","""
            + $$$""" "{{{names[1]}}}":"p{{{contact}}}.{{{version}}}@mail.example","""
            + $$$""" "{{{names[2]}}}":"+49 30 {{{contact}}}{{{version}}}","department":"Storage"}}""");
    }
}
