namespace OneLead.Storage.Tests.Contracts;

/// <summary>The contract of <see cref="IFieldKeyStore"/>.</summary>
public abstract class FieldKeyContract : IDisposable
{
    private readonly Lazy<ITestStore> _store;

    protected FieldKeyContract() => _store = new(Open);

    protected abstract ITestStore Open();

    private IFieldKeyStore Keys => _store.Value.FieldKeys;

    public void Dispose()
    {
        if (_store.IsValueCreated)
            _store.Value.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Keys_are_found_after_a_restart_and_belong_to_their_tenant()
    {
        var high = UInt128.MaxValue - 5;
        await Keys.AddAsync("a", [new(7, [1, 2]), new(high, [3])]);
        await Keys.AddAsync("b", [new(7, [9])]);
        _store.Value.Restart();

        Assert.Equal([1, 2], Assert.Single(await Keys.FindAsync("a", [7, 8])).Wrapped);
        Assert.Equal([9], Assert.Single(await Keys.FindAsync("b", [7, high])).Wrapped);
        Assert.Equal([(UInt128)7, high], [.. (await Keys.ReadAllAsync("a")).Select(static k => k.Subject).Order()]);
        Assert.Empty(await Keys.ReadAllAsync("c"));
    }

    [Fact]
    public async Task A_subject_keeps_its_first_key()
    {
        await Keys.AddAsync("a", [new(1, [1])]);

        var stored = await Keys.AddAsync("a", [new(1, [9]), new(2, [2])]);

        Assert.Equal([(1, 1), (2, 2)], stored.Select(static k => ((int)k.Subject, (int)k.Wrapped![0])).Order());
    }

    [Fact]
    public async Task Writers_with_the_same_subjects_get_the_same_keys()
    {
        var stored = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
            await Keys.AddAsync(
                "a",
                [.. Enumerable.Range(0, 50).Select(s => new FieldKey((UInt128)(writer % 2 == 0 ? s : 49 - s), [(byte)writer]))]))));

        var first = stored[0].ToDictionary(static k => k.Subject, static k => k.Wrapped![0]);
        Assert.Equal(50, first.Count);
        Assert.All(stored, keys => Assert.All(keys, k => Assert.Equal(first[k.Subject], k.Wrapped![0])));
    }

    [Fact]
    public async Task A_destroyed_key_stays_destroyed()
    {
        await Keys.AddAsync("a", [new(1, [1]), new(2, [2])]);

        await Keys.DestroyAsync("a", 1);
        await Keys.DestroyAsync("a", 1);
        await Keys.DestroyAsync("a", 3);
        _store.Value.Restart();

        Assert.All(await Keys.AddAsync("a", [new(1, [9]), new(3, [9])]), static k => Assert.Null(k.Wrapped));
        Assert.Equal([2], Assert.Single(await Keys.FindAsync("a", [2])).Wrapped);
    }
}
