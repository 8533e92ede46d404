using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Rules;
using OneLead.Storage;
using OneLead.Tenants;
using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>Builds the views of an account that are published and stored.</summary>
internal static class AccountViews
{
    public static StateVersion Version(SnapshotStamp stamp) => new(stamp.Sequence, stamp.Engine);

    /// <summary>The name that the reconciliation chose, else that of the account's own key or records.</summary>
    public static string Name(AccountState state, string? chosen) =>
        Keys.IsNoAccount(state.Id) ? "Without an account" : chosen ?? state.Records.OwnName;

    public static AccountRow Row(AccountState state, string name)
    {
        var (totals, rules) = (state.Scores.Totals, state.Scores.Tenant.Rules);
        var classic = HealthRules.Classic(state.Scores.Facts, rules);
        var composite = state.Scores.Composite;
        return new AccountRow(
            state.Id, name, state.Scores.Territory,
            new Health(
                classic.Score, classic.Uncapped, HealthRules.View(state.Scores.Facts, rules).Score, composite.Score, composite.Risk,
                composite.Parts),
            composite.IsAtRisk,
            new Contribution(
                1, state.Scores.Items.Count, totals.Leads, totals.ValueUnknown, totals.OpenOpportunities, totals.PipelineUnknown,
                composite.IsAtRisk ? 1 : 0, totals.ItemsPastEndOfLife, totals.AtRiskUnknown)
            {
                Sums = totals.Sums(rules.EstimatedValue.Currency),
                EstimatedAtRisk = totals.EstimatedAtRisk,
                EstimatedItems = totals.EstimatedItems,
            },
            totals.CreditUtilization, totals.Projects, totals.ClosedProjects, state.Records.Field("tier").Text,
            state.Records.AccountManager, state.Aliases, state.UpdatedAt, state.Records.IsStale)
        {
            Segment = state.Records.Field("segment").Text,
            EarliestEndOfLife = totals.EarliestEndOfLife is { } end && end.Year < rules.OpenEndedFromYear ? end : null,
        };
    }

    /// <summary>The whole account; for an account that was removed, a delta that says so.</summary>
    public static AccountDelta Whole(AccountState state, string name) => Stored(state, name) with { Entities = EntityViews.Live(state) };

    /// <summary>The whole account without its entities, which are stored as records of their own.</summary>
    public static AccountDelta Stored(AccountState state, string name) => state.IsListed
        ? new(state.Id, state.Version, default, Row(state, name), true, Leads(state), []) { Ending = EntityViews.Ending(state) }
        : new(state.Id, state.Version, default, null, true, [], []);

    public static AccountDelta Delta(
        AccountState state, AccountRow? row, IReadOnlyList<(string Id, LeadRow? Row)> changed, EntityChanges entities, ChangeCause? cause,
        StateVersion previous)
    {
        ImmutableArray<LeadRow> leads = [.. changed.Select(c => c.Row).OfType<LeadRow>()];
        ImmutableArray<string> removed = [.. changed.Where(c => c.Row is null).Select(c => c.Id)];
        return new AccountDelta(state.Id, state.Version, previous, row, false, leads, removed)
        {
            Entities = entities.Changed,
            RemovedEntities = entities.Removed,
            Ending = entities.Ending,
            RemovedEnding = entities.RemovedEnding,
            Cause = cause,
        };
    }

    public static Account360 Full(AccountState state, string name)
    {
        var tenant = state.Scores.Tenant;
        return new Account360(
            Row(state, name),
            [.. state.Scores.Leads.OrderByDescending(l => l.Score).ThenBy(l => l.Id, StringComparer.Ordinal)],
            [.. state.Scores.Items.Values.OrderBy(i => i.Record.Id, StringComparer.Ordinal).Select(i => Item(state, i, tenant))],
            state.Records.All.Where(r => r.Exists && r.Kind != EventKind.Item).GroupBy(r => r.Kind).ToImmutableDictionary(
                g => g.Key,
                g => g.OrderBy(r => r.Id, StringComparer.Ordinal)
                    .Select(
                        r => new EntityView(
                            r.Id, EntityViews.Row(r, state.Id, state.Scores.Territory, tenant.Rules).AllFields, r.UpdatedAt))
                    .ToImmutableArray()),
            [.. state.Keys], HealthRules.ExplainClassic(state.Scores.Facts, tenant.Rules),
            HealthRules.ExplainView(state.Scores.Facts, tenant.Rules), tenant.AsOf, tenant.Rules.Version, state.Sequence)
        {
            CompositeHealth = CompositeHealth.Explain(state.Scores.Health, tenant.Rules),
            ChurnProbability = state.Records.Field("churnProbability").AsNumber(),
            ExpansionProbability = state.Records.Field("expansionProbability").AsNumber(),
            GivenTrend = state.Records.Field("healthTrend").Text,
        };
    }

    public static ItemView? Item(AccountState state, string item) =>
        state.Scores.Items.TryGetValue(item, out var known) ? Item(state, known, state.Scores.Tenant) : null;

    /// <summary>A lead with its explanation. A closed one keeps its frozen score, so today's explanation may sum to another.</summary>
    /// <param name="latest">Knows the services on offer, which move no score.</param>
    public static LeadDetail? Lead(AccountState state, string id, string accountName, TenantState latest)
    {
        if (Keys.TryParseLead(id) is not { } parsed || state.Scores.FindSubject(parsed.Subject) is not { } subject
            || subject.Lead(parsed.Type) is not { } lead)
            return null;
        var tenant = state.Scores.Tenant;
        var terms = subject.Terms;
        var texts = Describe(state, subject, lead, accountName);
        // The score of a closed lead stands still.
        LeadForecast[] ahead = lead.Status.IsClosed()
            ? []
            :
            [
                .. ForecastRules.Ahead(
                    parsed.Type, subject.Assessment.Product, terms, day => state.Scores.FactsUnder(tenant with { AsOf = day }),
                    tenant.Rules, tenant.AsOf),
            ];
        var workflow = state.Workflows.All.GetValueOrDefault(id);
        return new LeadDetail(
            lead, accountName,
            LeadRules.Explain(lead.Type, subject.Assessment, terms, state.Scores.Facts, tenant.Rules, tenant.AsOf),
            ItemRules.ExplainRisk(terms, tenant.Rules, tenant.AsOf), latest.Recommend(lead.ServiceRow, lead.Type), texts.Title,
            texts.Description, texts.RecommendedAction, texts.Successor, tenant.AsOf, tenant.Rules.Version,
            workflow?.Steps ?? [], subject is AccountItem item ? Item(state, item, tenant) : null)
        {
            Forecast = ahead.FirstOrDefault(),
            Critical = lead.Priority == Priority.Critical ? null : ahead.FirstOrDefault(f => f.Priority == Priority.Critical),
            Sequence = state.Sequence,
            OpportunityId = workflow?.OpportunityId,
        };
    }

    /// <summary>What to do about leads, in their order; null for a lead that it does not have.</summary>
    public static ImmutableArray<string?> RecommendedActions(AccountState state, ImmutableArray<string> leads, string accountName) =>
    [
        .. leads.Select(id =>
        {
            if (Keys.TryParseLead(id) is not { } parsed || state.Scores.FindSubject(parsed.Subject) is not { } subject
                || subject.Lead(parsed.Type) is not { } lead)
                return null;
            return Describe(state, subject, lead, accountName).RecommendedAction;
        }),
    ];

    private static LeadDescription Describe(AccountState state, LeadSubject subject, LeadRow lead, string name)
    {
        var tenant = state.Scores.Tenant;
        // Nobody is called "Territory 56240".
        var accountName = name == state.Records.OwnName && Keys.TerritoryOf(state.Id) is { } territory && Keys.NameOf(state.Id) is null
            ? "the customer in territory " + territory
            : name;
        var hasReason = state.Scores.TriggersUnder(subject, tenant).Has(Keys.TryParseLead(lead.Id)!.Value.Type);
        return subject switch
        {
            AccountContract contract => LeadDescriptions.Describe(
                lead.Type, hasReason, contract.Facts, lead.Contract!.Items, accountName, tenant.Rules, tenant.AsOf),
            _ => LeadDescriptions.Describe(
                lead.Type, hasReason, ((AccountItem)subject).FactsUnder(tenant), subject.Assessment, accountName, tenant.Rules,
                tenant.AsOf, ((AccountItem)subject).SuccessorUnder(tenant)),
        };
    }

    public static CommandResult Outcome(AccountState state, string lead, long sequence)
    {
        if (!state.Workflows.All.TryGetValue(lead, out var workflow) || workflow.StepAt(sequence) is not { } step)
            return new CommandResult(CommandOutcome.NotFound, "there is no such lead", null, sequence);
        return new CommandResult(step.Outcome, step.Refused, state.Scores.FindLead(lead), sequence);
    }

    /// <summary>The snapshot to store: the account's columns, and the records that changed since the last one.</summary>
    /// <param name="before">The watermark of the last snapshot.</param>
    public static SnapshotWrite Snapshot(string tenant, AccountState state, string name, long before)
    {
        var all = state.IsRefolded;
        var changed = state.TakeUnsaved();
        var records = all
            ? state.Records.All.Select(r => AccountCodec.Pack(new EntityKey(r.Kind, r.Id), r))
            : changed.Select(c => AccountCodec.Pack(c.Key, c.Record));
        state.IsRefolded = false;
        var stored = state.IsListed ? Stored(state, name) : null;
        return new SnapshotWrite(
            tenant, state.Id,
            new SnapshotStamp(
                state.Sequence, state.Scores.TenantSequence, AccountState.Engine, NextDue(state), state.Scores.Territory, [.. state.Keys]),
            AccountCodec.Header(state),
            stored is null ? null : AccountDeltaCodec.Write(stored),
            stored?.Row is { } row ? ContributionCodec.Write(row.Totals) : [],
            [.. records], all, before);
    }

    internal static ItemView Item(AccountState state, AccountItem item, TenantState tenant)
    {
        var (terms, assessment) = (item.Terms, item.Assessment);
        return new ItemView(
            item.Record.Id, state.Id, item.Record.Fields["serial"].Text ?? item.Record.Id, assessment.Product.Family,
            assessment.Product.IsComponent, assessment.Support,
            assessment.Risk, assessment.RiskScore, DaysSince(terms.EndOfLife, tenant),
            DaysSince(terms.SupportEnd, tenant), assessment.NextChange,
            [.. item.Leads.Select(l => l.Id)], item.Record.Fields, item.Record.UpdatedAt);
    }

    internal static int? DaysSince(DateOnly? date, TenantState tenant) =>
        date is { } day && day.Year < tenant.Rules.OpenEndedFromYear && tenant.AsOf > DateOnly.MinValue
            ? tenant.AsOf.DayNumber - day.DayNumber
            : null;

    private static ImmutableArray<LeadRow> Leads(AccountState state) => [.. state.Scores.Leads.OrderBy(l => l.Id, StringComparer.Ordinal)];

    private static DateOnly? NextDue(AccountState state)
    {
        var next = LeadRules.AccountNextChange(state.Scores.Facts, state.Scores.Tenant.Rules, state.Scores.Tenant.AsOf);
        if (state.Scores.Health.NextChange is { } health && (next is null || health < next))
            next = health;
        foreach (var subject in state.Scores.Subjects)
        {
            if (subject.Assessment.NextChange is { } change && (next is null || change < next))
                next = change;
        }
        return next;
    }
}
