using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OneLead.Accounts;
using OneLead.Encryption;
using OneLead.Feed;
using OneLead.Grains;
using OneLead.Journal;
using OneLead.Matching;
using OneLead.Nodes;
using OneLead.Portfolio;
using OneLead.Snapshots;
using OneLead.Territories;
using OneLead.Verification;

namespace OneLead;

/// <summary>Registers the services that grains need besides Orleans and the storage.</summary>
public static class GrainServices
{
    /// <summary>
    /// Adds the services beside the grains of a silo. Requires <see cref="Storage.IJournal"/>, <see cref="Storage.ISnapshotStore"/>.
    /// </summary>
    public static IServiceCollection AddOneLeadGrains(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<JournalTails>();
        services.AddSingleton<LocalJournals>();
        services.AddSingleton<AppliedRows>();
        services.AddSingleton<FieldEncryption>();
        services.AddSingleton<IFieldEncryption>(static s => s.GetRequiredService<FieldEncryption>());
        services.AddHostedService<ErasureWatch>();
        services.AddSingleton<EventIngest>();
        services.AddSingleton<IIngest>(static s => s.GetRequiredService<EventIngest>());
        services.AddSingleton<AccountFold>();
        services.AddSingleton(static s => ActivatorUtilities.CreateInstance<ContributionSender>(
            s, (Func<string, ITerritoryGrain>)s.GetRequiredService<IGrainFactory>().Get<ITerritoryGrain>));
        services.AddSingleton<SnapshotWriter>();
        services.AddSingleton<MatchingLoop>();
        services.AddSingleton<ChangePublisher>();
        services.AddSingleton<IChangePublisher>(static s => s.GetRequiredService<ChangePublisher>());
        services.AddSingleton<PeerSilos>();
        services.AddSingleton<PeerSubscriptions>();
        services.AddSingleton<PeerChanges>();
        services.AddSingleton<IPeerChanges>(static s => s.GetRequiredService<PeerChanges>());
        services.AddGrainService<ChangeFeed>();
        services.AddSingleton<ClusterNodes>();
        services.AddSingleton<IClusterNodes>(static s => s.GetRequiredService<ClusterNodes>());
        services.TryAddSingleton<INodeDetails, NoDetails>();
        services.TryAddSingleton(new NodeEngine(AccountState.Engine));
        services.AddGrainService<NodeReporter>();
        services.AddHostedService<StoreWatch>();
        services.AddSingleton<RollUpEpochs>();
        services.AddSingleton<IVerification, JournalVerification>();
        services.AddSingleton<IEntityReader, EntityReader>();
        services.AddSingleton<ILeadHistory, LeadHistory>();
        services.AddSingleton<ISiloStatus, JournalSiloStatus>();
        services.AddHostedService<JournalService>();
        return services;
    }
}
