using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Storage;
using OneLead.Views;

namespace OneLead.Hosting;

internal sealed class Ingest(IJournal journal, Dispatcher dispatcher, Directories directories, IGrainFactory grains) : IIngest
{
    // About two seconds of work: more would only wait longer, and in memory.
    private const int MostWaiting = 100_000;

    private long committing;

    public long Waiting => dispatcher.Waiting + Interlocked.Read(ref committing);

    public bool IsOverloaded => Waiting > MostWaiting;

    public async ValueTask<ImmutableArray<Appended>> Append(string tenant, ImmutableArray<ChangeEvent> events, CancellationToken cancellation = default)
    {
        if (IsOverloaded)
            throw new IngestOverloadedException(TimeSpan.FromSeconds(1));
        // Callers that wait for a commit hold their events in memory, too.
        Interlocked.Add(ref committing, events.Length);
        try
        {
            return await journal.Append(tenant, events, cancellation);
        }
        finally
        {
            Interlocked.Add(ref committing, -events.Length);
        }
    }

    public async ValueTask<CommandResult> Command(string tenant, ChangeEvent command, CancellationToken cancellation = default)
    {
        if (Keys.TryParseLead(command.Entity) is not { } lead || await journal.HomeOf(tenant, EventKind.Item, lead.Item, cancellation) is not { } home)
            return new CommandResult(CommandOutcome.NotFound, "there is no such lead", null, 0);
        var sent = await Append(tenant, [command with { Account = home }], cancellation);
        return await grains.GetGrain<IAccountGrain>(Keys.Grain(tenant, AccountOf(tenant, home))).Outcome(command.Entity, sent[0].Sequence);
    }

    public async ValueTask Settled(string tenant, CancellationToken cancellation = default) => await dispatcher.Settled(cancellation);

    public string AccountOf(string tenant, string key) => directories.Of(tenant).RootOf(key);

    public async ValueTask<string?> OwnerOf(string tenant, EventKind kind, string entity, CancellationToken cancellation = default) =>
        await journal.HomeOf(tenant, kind, entity, cancellation) is { } home ? AccountOf(tenant, home) : null;
}
