using System.Collections.Immutable;
using System.Text;
using static OneLead.Storage.Tests.TestEvents;

namespace OneLead.Storage.Tests.Contracts;

/// <summary>The contract of <see cref="IDeadLetterStore"/>.</summary>
public abstract class DeadLetterContract : IDisposable
{
    private readonly Lazy<ITestStore> _store;

    protected DeadLetterContract() => _store = new(Open);

    protected abstract ITestStore Open();

    private IDeadLetterStore Letters => _store.Value.DeadLetters;

    public void Dispose()
    {
        if (_store.IsValueCreated)
            _store.Value.Dispose();
        GC.SuppressFinalize(this);
    }

    private static NewDeadLetter Letter(string sourceId, string source = "crm", string content = "{}") =>
        new(source, sourceId, "Asset", "endOfLife: '31.31.2020' is not a date", Encoding.UTF8.GetBytes(content));

    private async Task<long[]> AddAsync(params NewDeadLetter[] letters) => [.. await Letters.AddAsync(Tenant, [.. letters])];

    private async Task<ImmutableArray<DeadLetter>> AllAsync() => await Letters.ListAsync(Tenant, null, null, 0, 100);

    private async Task<DeadLetter> FindAsync(long id) => (await Letters.FindAsync(Tenant, id))!;

    // Compares the content separately, because arrays compare by reference.
    private static (DeadLetter Letter, string Content) Whole(DeadLetter letter) =>
        (letter with { Letter = letter.Letter with { Content = [] } }, Encoding.UTF8.GetString(letter.Letter.Content));

    private static void Same(DeadLetter expected, DeadLetter? actual)
    {
        var (letter, content) = Whole(expected);
        var (other, otherContent) = Whole(actual!);
        Assert.Equal(letter with { Letter = other.Letter }, other);
        Assert.Equal(
            (letter.Letter.Source, letter.Letter.SourceId, letter.Letter.Entity, letter.Letter.Reason, content),
            (other.Letter.Source, other.Letter.SourceId, other.Letter.Entity, other.Letter.Reason, otherContent));
    }

    [Fact]
    public async Task A_letter_is_read_back_unchanged_even_after_a_restart()
    {
        var letters = new[] { Letter("東京/ü/\u0000/\U0001F600", content: """{"名前":"株式会社","n":[1,2]}"""), Letter("", "", "") };

        long[] expected = [1, 2];
        Assert.Equal(expected, await AddAsync(letters));
        _store.Value.Restart();
        var read = await AllAsync();

        Assert.Equal(2, read.Length);
        for (var i = 0; i < 2; i++)
        {
            Assert.InRange(read[i].ReceivedAt, Start, Start.AddYears(100));
            Same(new DeadLetter(i + 1, Tenant, letters[i], read[i].ReceivedAt, DeadLetterState.Open, 1, 0, null), read[i]);
            Same(read[i], await FindAsync(i + 1));
        }
        Assert.Null(await Letters.FindAsync(Tenant, 3));
        Assert.Null(await Letters.FindAsync("other", 1));
        Assert.Empty(await Letters.AddAsync(Tenant, []));
    }

    [Fact]
    public async Task A_repeated_letter_keeps_its_id_and_first_content()
    {
        await AddAsync(Letter("a", content: "1"), Letter("b"));

        long[] expected = [2, 3, 3, 1, 4];
        Assert.Equal(expected, await AddAsync(Letter("b"), Letter("c"), Letter("c"), Letter("a", content: "2"), Letter("a", "shop")));
        Assert.Equal(5, (await Letters.AddAsync("other", [Letter("a")]))[0]);

        Assert.Equal("1", Encoding.UTF8.GetString((await FindAsync(1)).Letter.Content));
        Assert.Equal([1, 2, 3, 4], (await AllAsync()).Select(l => l.Id));
        Assert.Equal([5L], (await Letters.ListAsync("other", null, null, 0, 9)).Select(l => l.Id));
    }

    [Fact]
    public async Task A_letter_added_concurrently_is_stored_once()
    {
        var letters = Letters;

        var ids = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => Task.Run(async () => (await letters.AddAsync(
                Tenant, [Letter("same"), Letter($"{i}")]))[0])));

        Assert.Single(ids.Distinct());
        Assert.Equal(21, (await AllAsync()).Length);
    }

    [Fact]
    public async Task Letters_are_listed_by_source_and_state_in_pages()
    {
        await AddAsync([.. Enumerable.Range(1, 10).Select(i => Letter($"{i}", i % 2 == 0 ? "even" : "odd"))]);
        foreach (var id in (long[])[3, 4, 5])
            await Letters.UpdateAsync(await FindAsync(id) with { State = id == 4 ? DeadLetterState.Dismissed : DeadLetterState.Replayed });

        Assert.Equal([1, 2, 3], (await Letters.ListAsync(Tenant, null, null, 0, 3)).Select(l => l.Id));
        Assert.Equal([4, 5], (await Letters.ListAsync(Tenant, null, null, 3, 2)).Select(l => l.Id));
        Assert.Equal([6, 8, 10], (await Letters.ListAsync(Tenant, "even", DeadLetterState.Open, 2, 9)).Select(l => l.Id));
        Assert.Equal([3, 5], (await Letters.ListAsync(Tenant, null, DeadLetterState.Replayed, 0, 9)).Select(l => l.Id));
        Assert.Empty(await Letters.ListAsync(Tenant, "nobody", null, 0, 9));
        Assert.Equal(
            [
                new("even", DeadLetterState.Dismissed, 1), new("even", DeadLetterState.Open, 4), new("odd", DeadLetterState.Open, 3),
                new DeadLetterCount("odd", DeadLetterState.Replayed, 2),
            ],
            (await Letters.CountAsync(Tenant)).OrderBy(c => c.Source).ThenBy(c => $"{c.State}", StringComparer.Ordinal));
        Assert.Empty(await Letters.CountAsync("other"));
    }

    [Fact]
    public async Task A_change_requires_the_current_version()
    {
        await AddAsync(Letter("a"));
        var seen = await FindAsync(1);

        var changed = (
            await Letters.UpdateAsync(
                seen with
                {
                    Attempts = 1,
                    State = DeadLetterState.Replayed,
                    Letter = seen.Letter with { Reason = "none", Content = [7] },
                }))!;

        Assert.Equal((2, 1, DeadLetterState.Replayed, "none"), (changed.Version, changed.Attempts, changed.State, changed.Letter.Reason));
        Assert.Equal([7], changed.Letter.Content);
        Assert.NotNull(changed.ChangedAt);
        Assert.Null(await Letters.UpdateAsync(seen with { State = DeadLetterState.Dismissed }));
        Assert.Null(await Letters.UpdateAsync(changed with { Id = 9 }));
        _store.Value.Restart();
        Same(changed, await FindAsync(1));
    }
}
