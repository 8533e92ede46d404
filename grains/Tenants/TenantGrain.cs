using System.Collections.Immutable;
using System.Globalization;
using OneLead.Accounts;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Hosting;
using OneLead.Storage;
using OneLead.Views;

namespace OneLead.Tenants;

internal sealed class TenantGrain(IJournal journal, TenantLog tenants, ISnapshotStore store, SnapshotWriter snapshots) : Grain, ITenantGrain
{
    // Enough to keep every core busy while some accounts wait for their snapshot.
    private const int AtOnce = 32;

    private TenantState told = null!;

    // What start-up found unfinished it has woken itself; what the store says is finished has been told.
    public override async Task OnActivateAsync(CancellationToken cancellationToken) =>
        told = (await tenants.Read(Tenant)).At(await store.FlushedThrough(Tenant, cancellationToken));

    public async Task<TenantView> View() => AsView(await tenants.Read(Tenant));

    public async Task<ImmutableDictionary<string, EventData>> Names() =>
        (await tenants.Read(Tenant)).Latest.Mappings.Values.Where(m => m.Exists).ToImmutableDictionary(m => m.Id, m => m.Fields, StringComparer.Ordinal);

    public async Task<ImmutableHashSet<string>> Retracted() => (await tenants.Read(Tenant)).Latest.Retracted;

    public async Task<bool> BeginDay(DateOnly day)
    {
        var latest = (await tenants.Read(Tenant)).Latest;
        if (day <= latest.AsOf)
            return day == latest.AsOf;
        var text = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var began = new ChangeEvent(
            "", EventKind.DayBegun, text, EventSchema.Version, "clock", "day:" + text, new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), EventData.Of(("day", FieldValue.Of(day))));
        // Not by the way of what comes from outside, which may be refused.
        await journal.Append(Tenant, [began]);
        return true;
    }

    public async Task Advance(long upTo)
    {
        tenants.Announce(Tenant, upTo);
        var history = await tenants.Read(Tenant);
        var (before, now) = (told, history.Latest);
        told = now;
        foreach (var accounts in (await Concerned(before, now)).Where(a => !PseudoAccounts.IsOne(a)).Chunk(AtOnce))
            await Task.WhenAll(accounts.Select(a => GrainFactory.GetGrain<IAccountGrain>(Keys.Grain(Tenant, a)).CatchUp()));
        await GrainFactory.GetGrain<IFeedGrain>(Tenant).Tenant(AsView(history));
    }

    private string Tenant => this.GetPrimaryKeyString();

    // A day concerns those whose scores are due; rules, lifecycles and what is taken back concern all; services on offer concern nobody's score.
    private async Task<ImmutableArray<string>> Concerned(TenantState before, TenantState now)
    {
        if (before.Sequence == now.Sequence)
            return [];
        await snapshots.Flush();
        return ReferenceEquals(before.Rules, now.Rules) && ReferenceEquals(before.Lifecycles, now.Lifecycles) && ReferenceEquals(before.Retracted, now.Retracted)
            ? await store.Due(Tenant, now.AsOf, AccountState.Engine)
            : await store.Accounts(Tenant);
    }

    private static TenantView AsView(TenantHistory history)
    {
        var now = history.Latest;
        return new TenantView(history.UpTo, now.AsOf, now.Rules.Version, now.Recommendations(),
            [.. now.Services.Values.Where(s => s.Exists).Select(s => new EntityService(s.Id, s.Fields["practice"].Text, s.Fields["subPractice"].Text, s.Fields["name"].Text ?? ""))]);
    }
}
