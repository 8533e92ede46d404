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
