using OneLead.Views;
using OneLead.Web.Access;

namespace OneLead.Web.ReadModel;

/// <summary>Receives changes of the model, on the thread that applies them; must return at once.</summary>
internal interface IModelListener
{
    /// <summary>A new model replaced everything known before.</summary>
    void Loaded(TenantModel model);

    void Changed(TenantModel model, AccountChange change);

    void Changed(TenantModel model, TerritoryRow territory)
    {
    }

    void Changed(TenantModel model, PortfolioView portfolio)
    {
    }

    void Changed(TenantModel model, TenantView tenant)
    {
    }
}

/// <summary>The current model. It is replaced as a whole: while a new one loads, the old one answers.</summary>
/// <param name="listeners">Lazy, because listeners read the model.</param>
internal sealed class LiveModel(Lazy<IEnumerable<IModelListener>> listeners)
{
    private volatile TenantModel? _current;
    private volatile TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True once the first load is done.</summary>
    public bool IsLoaded => _current is not null;

    /// <summary>Everything, for loading, recording, verification and metrics. Null until the first load is done.</summary>
    public TenantModel? UnfilteredOrNull => _current;

    /// <summary>Everything, for loading, recording, verification and metrics.</summary>
    /// <exception cref="ModelNotReadyException">The first load is not done.</exception>
    public TenantModel Unfiltered => _current ?? throw new ModelNotReadyException();

    /// <summary>What a visibility sees: whatever answers a query reads this.</summary>
    /// <exception cref="ModelNotReadyException">The first load is not done.</exception>
    public VisibleModel For(Visibility visibility) => new(Unfiltered, visibility);

    /// <summary>Notes that the model follows the changes no longer, until another one is shown.</summary>
    public void Lose()
    {
        if (_loaded.Task.IsCompleted)
            _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Completes when the model is shown that follows the changes.</summary>
    public Task WhenLoadedAsync(CancellationToken cancellation) => _loaded.Task.WaitAsync(cancellation);

    public void Show(TenantModel model)
    {
        _current = model;
        _loaded.TrySetResult();
        foreach (var listener in listeners.Value)
            listener.Loaded(model);
    }

    public void Changed(TenantModel model, AccountChange change)
    {
        if (model != _current)
            return;
        foreach (var listener in listeners.Value)
            listener.Changed(model, change);
    }

    public void Changed(TenantModel model, TerritoryRow territory)
    {
        if (model != _current)
            return;
        foreach (var listener in listeners.Value)
            listener.Changed(model, territory);
    }

    public void Changed(TenantModel model, TenantView tenant)
    {
        if (model != _current)
            return;
        foreach (var listener in listeners.Value)
            listener.Changed(model, tenant);
    }

    public void Changed(TenantModel model, PortfolioView portfolio)
    {
        if (model != _current)
            return;
        foreach (var listener in listeners.Value)
            listener.Changed(model, portfolio);
    }
}

/// <summary>The read model is still loading after the start.</summary>
internal sealed class ModelNotReadyException() : Exception("The read model is still loading.");
