using FsCheck;
using FsCheck.Fluent;
using OneLead.Events;
using static OneLead.Storage.Tests.TestEvents;

namespace OneLead.Storage.Tests.Contracts;

/// <summary>Compares a journal with a model for random appends and restarts.</summary>
public abstract class JournalModelContract
{
    /// <summary>Opens an empty store.</summary>
    protected abstract ITestStore Open();

    /// <summary>Disturbs the store, for example by a restart.</summary>
    protected virtual void Disturb(ITestStore store, int how) => store.Restart();

    [Fact]
    public void A_journal_behaves_like_its_model()
    {
        var steps = ArbMap.Default.ArbFor<(byte Kind, byte Entity, byte Account, byte Time, byte Id)[]>();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(150).WithReplay(20261, 4711),
            Prop.ForAll(steps, script => RunToEnd(script)));
    }

    // FsCheck properties are synchronous.
    private void RunToEnd((byte Kind, byte Entity, byte Account, byte Time, byte Id)[] script) =>
        Task.Run(() => RunAsync(script)).GetAwaiter().GetResult();

    private async Task RunAsync((byte Kind, byte Entity, byte Account, byte Time, byte Id)[] script)
    {
        using var store = Open();
        var model = new ModelJournal();
        var call = new List<ChangeEvent>();
        foreach (var step in script)
        {
            call.Add(Event(step));
            if (step.Kind % 3 != 0)
                continue;
            await SendAsync(store, model, call);
            if (step.Kind % 13 == 0)
                Disturb(store, step.Id);
        }
        await SendAsync(store, model, call);
        await CompareAsync(store.Journal, model);
    }

    private static ChangeEvent Event((byte Kind, byte Entity, byte Account, byte Time, byte Id) step)
    {
        var id = $"{step.Id % 97}";
        return (step.Kind % 10) switch
        {
            0 => Day(id, $"2026-01-{step.Time % 28 + 1:00}"),
            1 => Command(id, $"hpe:S{step.Entity % 4}:renewal", $"name:{step.Account % 3}"),
            _ => Item(
                id, $"hpe:S{step.Entity % 4}", step.Account % 4 == 3 ? Keys.Unplaced("crm") : $"name:{step.Account % 4}", step.Time % 5,
                step.Time % 2 == 0 ? "api" : "crm"),
        };
    }

    private static async Task SendAsync(ITestStore store, ModelJournal model, List<ChangeEvent> call)
    {
        Assert.Equal(call.Select(model.Append), await store.Journal.AppendAsync([.. call]));
        call.Clear();
    }

    private static async Task CompareAsync(IJournal journal, ModelJournal model)
    {
        Same(model.All, await journal.ReadAllAsync());
        Assert.Equal(model.Head, journal.Head(Tenant));
        Same(model.Tenant, await journal.ReadTenantAsync(Tenant, 0));
        for (var i = 0; i < 4; i++)
        {
            var (account, entity) = ($"name:{i}", $"hpe:S{i}");
            Same(model.Account(account, 3, 40), await journal.ReadAccountAsync(Tenant, [account], 3, 40));
            Same(model.Account(account, 0, model.Head), await journal.ReadAccountAsync(Tenant, [account], 0, model.Head));
            Same(model.Entity(EventKind.Item, entity), await journal.ReadEntityAsync(Tenant, EventKind.Item, entity, 0, model.Head));
            Assert.Equal(model.HomeOf(EventKind.Item, entity), await journal.FindHomeAsync(Tenant, EventKind.Item, entity));
        }
    }

    private static void Same(IEnumerable<JournalEntry> expected, IEnumerable<JournalEntry> actual) =>
        Assert.Equal(expected, actual.Select(r => r with { ReceivedAt = default }));
}
