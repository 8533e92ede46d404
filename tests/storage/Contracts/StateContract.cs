namespace OneLead.Storage.Tests.Contracts;

/// <summary>The contract of <see cref="IStateStore"/>.</summary>
public abstract class StateContract : IDisposable
{
    private readonly Lazy<ITestStore> _store;

    protected StateContract() => _store = new(Open);

    protected abstract ITestStore Open();

    private IStateStore States => _store.Value.States;

    public void Dispose()
    {
        if (_store.IsValueCreated)
            _store.Value.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_state_is_read_back_unchanged_even_after_a_restart()
    {
        Assert.Null(await States.ReadAsync("import", "1"));
        var tag = await States.WriteAsync("import", "1", [1, 2], null);
        await States.WriteAsync("import", "2", [], null);
        _store.Value.Restart();

        var state = (await States.ReadAsync("import", "1"))!.Value;

        Assert.Equal([1, 2], state.Bytes);
        Assert.Equal(tag, state.ETag);
        Assert.Empty((await States.ReadAsync("import", "2"))!.Value.Bytes);
        Assert.Null(await States.ReadAsync("draft", "1"));
    }

    [Fact]
    public async Task A_write_requires_the_current_etag()
    {
        var first = await States.WriteAsync("n", "k", [1], null);
        var second = await States.WriteAsync("n", "k", [2], first);

        Assert.NotNull(second);
        Assert.Null(await States.WriteAsync("n", "k", [9], first));
        Assert.Null(await States.WriteAsync("n", "k", [9], null));
        Assert.Null(await States.WriteAsync("n", "other", [9], second));
        Assert.Equal([2], (await States.ReadAsync("n", "k"))!.Value.Bytes);
    }

    [Fact]
    public async Task The_etag_is_read_without_the_state()
    {
        Assert.Null(await States.ReadTagAsync("n", "k"));
        var first = await States.WriteAsync("n", "k", [1], null);
        Assert.Equal(first, await States.ReadTagAsync("n", "k"));
        var second = await States.WriteAsync("n", "k", [2], first);
        Assert.Equal(second, await States.ReadTagAsync("n", "k"));
    }

    [Fact]
    public async Task States_of_a_name_are_deleted_by_the_order_of_their_bytes()
    {
        foreach (var (name, key, bytes) in ((string, string, byte[])[])
            [("n", "older", [1, 255, 9]), ("n", "same", [2, 0]), ("n", "newer", [2, 0, 1]), ("other", "older", [1])])
            await States.WriteAsync(name, key, bytes, null);

        await States.ClearBeforeAsync("n", [2, 0]);

        Assert.Null(await States.ReadAsync("n", "older"));
        Assert.NotNull(await States.ReadAsync("n", "same"));
        Assert.NotNull(await States.ReadAsync("n", "newer"));
        Assert.NotNull(await States.ReadAsync("other", "older"));
    }

    [Fact]
    public async Task A_recreated_state_refuses_an_old_etag()
    {
        var first = (await States.WriteAsync("n", "k", [1], null))!;

        Assert.False(await States.ClearAsync("n", "k", "0"));
        Assert.True(await States.ClearAsync("n", "k", first));
        Assert.False(await States.ClearAsync("n", "k", first));
        Assert.Null(await States.ReadAsync("n", "k"));
        await States.WriteAsync("n", "k", [2], null);
        Assert.Null(await States.WriteAsync("n", "k", [9], first));
    }
}
