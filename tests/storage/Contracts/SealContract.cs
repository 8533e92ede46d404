using OneLead.Events;
using static OneLead.Storage.Tests.TestEvents;

namespace OneLead.Storage.Tests.Contracts;

/// <summary>The contract of <see cref="ISealStore"/>: who can write to the store but has no key cannot hide what they changed.</summary>
public abstract class SealContract : IAsyncLifetime
{
    private const int Rows = 20, SealRows = 6;

    private static readonly Author Ada = new(AuthorKind.Person, "u1", "Ada „ü“", "10.0.0.7");

    private readonly TestKey _key = new();
    private readonly Lazy<ITestStore> _store;
    private MasterKey _master = null!;

    protected SealContract() => _store = new(Open);

    protected abstract ITestStore Open();

    private ITestStore Store => _store.Value;

    public async ValueTask InitializeAsync()
    {
        _master = await _key.OpenAsync();
        for (var i = 1; i <= Rows; i++)
            await Store.Journal.AppendAsync(
                Item($"source\0{i}", $"hpe:S{i % 7}", $"name:{i % 5}", Rows - i) with { Author = i % 3 == 0 ? Ada : null });
    }

    public ValueTask DisposeAsync()
    {
        _key.Dispose();
        if (_store.IsValueCreated)
            _store.Value.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Sealed_rows_are_as_they_were_also_after_a_restart_and_newer_rows_are_counted()
    {
        Assert.Equal((0, null, Rows, null), Of(await CheckAsync()));
        await SealAsync();
        Store.Restart();
        await Store.Journal.AppendAsync(Item("later"));

        var report = await CheckAsync();

        Assert.Equal((Rows, null, Rows + 1, null), Of(report));
        Assert.Equal(1, report.Unsealed);
        await SealAsync();
        Assert.Equal((Rows + 1, null, Rows + 1, null), Of(await CheckAsync(new(Rows, report.Mac!))));
    }

    [Fact]
    public async Task Rows_with_and_without_an_author_are_read_back_and_those_with_one_are_found_newest_first()
    {
        Store.Restart();

        var rows = await Store.Journal.ReadAllAsync();

        Assert.Equal(Enumerable.Range(1, Rows).Select(static i => i % 3 == 0 ? Ada : null), rows.Select(r => r.Event.Author));
        Assert.Equal([18, 15, 12], (await Store.Journal.ReadAuthoredAsync(Tenant, long.MaxValue, 3)).Sequences());
        Assert.Equal([9, 6, 3], (await Store.Journal.ReadAuthoredAsync(Tenant, 12, 30)).Sequences());
        Assert.Empty(await Store.Journal.ReadAuthoredAsync("other", 12, 30));
    }

    [Theory]
    [InlineData("account = 'name:9'")]
    [InlineData("kind = 'contract'")]
    [InlineData("entity = 'hpe:S9'")]
    [InlineData("version = 2")]
    [InlineData("source = 'else'")]
    [InlineData("source_id = 'else'")]
    [InlineData("occurred_at = occurred_at + 1")]
    [InlineData("home = 'name:9'")]
    [InlineData("former = 'name:9'")]
    [InlineData("decider = 1")]
    [InlineData("data = replace(data, '2.5', '2.6')")]
    [InlineData("author = replace(author, 'Ada', 'Bob')")]
    [InlineData("author = NULL")]
    public async Task A_changed_column_is_found_though_its_checksum_was_made_again(string change)
    {
        await SealAsync();
        Store.Forge($"UPDATE journal SET {change} WHERE seq = 9");

        var report = await CheckAsync();

        Assert.Equal((9, SealRows), (report.BrokenRow, report.Through));
        Assert.Contains("Row 9", report.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_time_of_receipt_is_found()
    {
        await SealAsync();
        var earlier = Store is Sqlite.SqliteTestStore ? "received_at - 10000000" : "received_at - interval '1 s'";
        Store.Forge($"UPDATE journal SET received_at = {earlier} WHERE seq = 9");
        Assert.Equal(9, (await CheckAsync()).BrokenRow);
    }

    [Fact]
    public async Task A_row_that_was_removed_is_found_also_if_the_rows_after_it_were_numbered_again()
    {
        await SealAsync();
        Store.Forge("DELETE FROM journal WHERE seq = 9; UPDATE journal SET seq = seq - 1 WHERE seq > 9");
        Assert.Equal(9, (await CheckAsync()).BrokenRow);
    }

    [Fact]
    public async Task Rows_in_another_order_are_found()
    {
        await SealAsync();
        Store.Forge("UPDATE journal SET seq = 19 - seq WHERE seq IN (8, 11)");
        Assert.Equal(8, (await CheckAsync()).BrokenRow);
    }

    [Fact]
    public async Task The_last_rows_that_were_cut_off_are_found()
    {
        await SealAsync();
        Store.Forge("DELETE FROM journal WHERE seq > 15");
        var report = await CheckAsync();
        Assert.Equal((16, 12), (report.BrokenRow, report.Through));
    }

    [Fact]
    public async Task The_last_rows_that_were_cut_off_with_their_seals_are_found_by_a_seal_that_was_known()
    {
        await SealAsync();
        var known = await CheckAsync();
        Store.Forge("DELETE FROM seal WHERE after >= 12");
        Store.Forge("DELETE FROM journal WHERE seq > 12");

        Assert.Equal((12, null, 12, null), Of(await CheckAsync()));
        var report = await CheckAsync(new(known.Through, known.Mac!));
        Assert.Equal((12, Rows), (report.Through, report.BrokenRow));

        for (var i = 13; i <= Rows; i++)
            await Store.Journal.AppendAsync(Item($"forged {i}"));
        await SealAsync();
        Assert.Null((await CheckAsync()).BrokenRow);
        Assert.Equal(Rows, (await CheckAsync(new(known.Through, known.Mac!))).BrokenRow);
    }

    [Theory]
    [InlineData("UPDATE seal SET through = 7 WHERE after = 6", 7)]
    [InlineData("UPDATE seal SET through = 13 WHERE after = 6", 7)]
    [InlineData("DELETE FROM seal WHERE after = 6", 7)]
    [InlineData("UPDATE seal SET mac = (SELECT mac FROM (SELECT mac FROM seal WHERE after = 0) s) WHERE after = 6", 7)]
    [InlineData("UPDATE seal SET digests = (SELECT digests FROM (SELECT digests FROM seal WHERE after = 0) s) WHERE after = 6", 7)]
    public async Task A_changed_seal_is_found(string sql, long row)
    {
        await SealAsync();
        Store.Forge(sql);
        Assert.Equal(row, (await CheckAsync()).BrokenRow);
    }

    [Fact]
    public async Task Seals_of_another_key_are_found()
    {
        await SealAsync();
        using var other = new TestKey();
        var report = await SealCheck.RunAsync(Store.Seals, Store.Journal, await other.OpenAsync(), Tenant);
        Assert.Equal(1, report.BrokenRow);
    }

    [Fact]
    public async Task Of_two_that_seal_behind_the_same_seal_one_adds_and_the_other_is_refused()
    {
        var (mine, others) = (await MakeAsync(null, SealRows), await MakeAsync(null, SealRows + 1));
        Assert.True(await Store.Seals.AddAsync(Tenant, null, [mine]));
        Assert.False(await Store.Seals.AddAsync(Tenant, null, [others]));
        Assert.False(await Store.Seals.AddAsync(Tenant, others, [await MakeAsync(others, Rows)]));
        Assert.Equivalent(mine, await Store.Seals.FindLastAsync(Tenant));
        Assert.True(await Store.Seals.AddAsync(Tenant, mine, [await MakeAsync(mine, Rows)]));
        Assert.Null((await CheckAsync()).BrokenRow);
    }

    private Task<SealReport> CheckAsync(KnownSeal? known = null) => SealCheck.RunAsync(Store.Seals, Store.Journal, _master, Tenant, known);

    private static (long, string?, long, long?) Of(SealReport report) => (report.Through, report.Problem, report.Head, report.BrokenRow);

    private async Task SealAsync()
    {
        for (var last = await Store.Seals.FindLastAsync(Tenant); (last?.Through ?? 0) < Store.Journal.Head(Tenant);)
        {
            var next = await MakeAsync(last, Math.Min((last?.Through ?? 0) + SealRows, Store.Journal.Head(Tenant)));
            Assert.True(await Store.Seals.AddAsync(Tenant, last, [next]));
            last = next;
        }
    }

    private async Task<JournalSeal> MakeAsync(JournalSeal? former, long through)
    {
        using var chain = new SealChain(_master, Tenant);
        chain.Begin(former);
        await Store.Seals.VisitAsync(Tenant, former?.Through ?? 0, through, chain.Add);
        return chain.End();
    }
}
