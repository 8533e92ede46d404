namespace OneLead.Web.ReadModel;

/// <summary>The read model and what fills it. Needs IGrainFactory and ISnapshotStore.</summary>
internal static class ReadModelSetup
{
    /// <summary>Call it after what records changes, so that the records are restored before the first change.</summary>
    public static IServiceCollection AddReadModel(this IServiceCollection services, NodeRole role)
    {
        services
            .AddSingleton(s => new LiveModel(new Lazy<IEnumerable<IModelListener>>(s.GetServices<IModelListener>)))
            .AddSingleton<ModelRepairs>()
            .AddSingleton<HealthHistory>()
            .AddSingleton<IModelListener>(s => s.GetRequiredService<HealthHistory>())
            .AddHostedService(s => s.GetRequiredService<HealthHistory>());
        // Nobody asks a node that only works.
        return role == NodeRole.Work
            ? services
            : services.AddHostedService(s => ActivatorUtilities.CreateInstance<ModelFollower>(s, Keys.DefaultTenant));
    }
}
