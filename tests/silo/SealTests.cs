using Microsoft.Extensions.DependencyInjection;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Storage;

namespace OneLead.Silo.Tests;

/// <summary>The journal is sealed behind its commits, by whoever writes it.</summary>
public sealed class SealTests
{
    [Fact]
    public async Task Rows_are_sealed_within_seconds_and_the_status_says_how_far()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.AppendAsync([.. Enumerable.Range(0, 50).Select(i => Events.Item($"S{i}", "1"))]);

        await SealedAsync(silo);

        var status = await silo.Grains.GetGrain<IJournalGrain>(TestSilo.Tenant).Status();
        Assert.Equal((silo.Journal.Head(TestSilo.Tenant), (string?)null), (status.SealedThrough, status.SealProblem));
        var seals = (await silo.VerifyAsync()).Seals;
        Assert.Equal((status.SealedThrough, 0L, (long?)null), (seals.Through, seals.Unsealed, seals.BrokenRow));
    }

    [Fact]
    public async Task The_next_owner_and_the_next_start_seal_behind_the_last_seal()
    {
        var directory = Directory.CreateTempSubdirectory("onelead-").FullName;
        try
        {
            SealReport first;
            await using (var silo = await TestSilo.StartAsync(directory))
            {
                await silo.AppendAsync(Events.Item("A", "1"));
                await SealedAsync(silo);
                first = (await silo.VerifyAsync()).Seals;
                await silo.EndJournalAsync();
                await silo.AppendAsync(Events.Item("B", "1"));
                await SealedAsync(silo);
            }
            await using var next = await TestSilo.StartAsync(directory);
            await next.AppendAsync(Events.Item("C", "1"));
            await SealedAsync(next);

            var report = await next.Services.GetRequiredService<IVerification>().VerifyAsync(
                TestSilo.Tenant, known: new(first.Through, first.Mac!));
            Assert.Equal((next.Journal.Head(TestSilo.Tenant), (long?)null), (report.Seals.Through, report.Seals.BrokenRow));
        }
        finally
        {
            TemporaryData.Delete(directory);
        }
    }

    [Fact]
    public async Task Rows_of_a_journal_without_seals_are_sealed_from_the_first_on()
    {
        var directory = Directory.CreateTempSubdirectory("onelead-").FullName;
        try
        {
            await using (var silo = await TestSilo.StartAsync(directory, configure: Never))
                await silo.AppendAsync([.. Enumerable.Range(0, 5_000).Select(i => Events.Item($"S{i}", $"{i % 9}"))]);
            await using var next = await TestSilo.StartAsync(directory);
            await SealedAsync(next);
            Assert.Equal(next.Journal.Head(TestSilo.Tenant), (await next.VerifyAsync()).Seals.Through);
        }
        finally
        {
            TemporaryData.Delete(directory);
        }

        static void Never(IServiceCollection services) => CallProxy.Replace<ISealStore>(services, static (method, call) =>
            method.Name == nameof(ISealStore.AddAsync) ? throw new JournalUnavailableException("Not now.") : call());
    }

    [Fact]
    public async Task A_seal_that_is_gone_while_its_maker_runs_is_reported()
    {
        var isGone = false;
        await using var silo = await TestSilo.StartAsync(configure: services => CallProxy.Replace<ISealStore>(services, (method, call) =>
            isGone && method.Name == nameof(ISealStore.AddAsync) ? new ValueTask<bool>(false)
            : isGone && method.Name == nameof(ISealStore.FindAsync) ? new ValueTask<JournalSeal?>((JournalSeal?)null)
            : call()));
        await silo.AppendAsync(Events.Item("A", "1"));
        await SealedAsync(silo);
        isGone = true;
        await silo.AppendAsync(Events.Item("B", "1"));

        await Wait.UntilAsync("it is reported", async () =>
            (await silo.Grains.GetGrain<IJournalGrain>(TestSilo.Tenant).Status())
                .SealProblem?.Contains("is gone", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Audit_rows_are_delivered_to_no_account_and_found_with_their_author()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("A", "1"));
        var author = new Author(AuthorKind.Person, "u1", "Ada", "10.0.0.7");
        var row = AuditRows.Of(
            author, AuditAction.UserChanged, "user", "u2", "Kim", EventData.Of(("role", FieldValue.Of("analyst"))),
            EventData.Of(("role", FieldValue.Of("administrator"))), "id-1", Events.Start);
        await silo.Ingest.AppendAuditAsync(TestSilo.Tenant, row);
        await silo.FlushedToTheHeadAsync();

        var found = Assert.Single(await silo.Journal.ReadAuthoredAsync(TestSilo.Tenant, long.MaxValue, 10));
        Assert.True(found.Event.Data[AuditRows.After].IsEncrypted());
        var data = await silo.Services.GetRequiredService<IFieldEncryption>()
            .DecryptAsync(TestSilo.Tenant, EventKind.Audit, row.Entity, found.Event.Data);
        Assert.Equal((row, Keys.Audit, (string?)null), (found.Event with { Data = data }, found.Home, found.Former));
        Assert.Equal("administrator", AuditRows.Values(data, AuditRows.After)["role"].Text);
        var verified = await silo.VerifyAsync();
        Assert.Equal((1, 0), (verified.Accounts, verified.Different.Length));
    }

    private static Task SealedAsync(TestSilo silo) => Wait.UntilAsync("everything is sealed", async () =>
        (await silo.Grains.GetGrain<IJournalGrain>(TestSilo.Tenant).Status()).SealedThrough == silo.Journal.Head(TestSilo.Tenant));
}
