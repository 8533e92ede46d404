namespace OneLead.Web.ReadModel;

/// <summary>The read model and what fills it. Needs IGrainFactory and ISnapshotStore.</summary>
internal static class ReadModelSetup
{
    public static IServiceCollection AddReadModel(this IServiceCollection services) => services
        .AddSingleton(s => new LiveModel(new Lazy<IEnumerable<IModelListener>>(s.GetServices<IModelListener>)))
        .AddHostedService(s => ActivatorUtilities.CreateInstance<ModelFollower>(s, Keys.DefaultTenant));
}
