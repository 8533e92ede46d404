using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using OneLead.Sources.Imports;
using OneLead.Views;
using OneLead.Web.Access;
using OneLead.Web.Accounts;
using OneLead.Web.Api;
using OneLead.Web.Changes;
using OneLead.Web.Items;
using OneLead.Web.Leads;
using OneLead.Web.Portfolio;
using OneLead.Web.ReadModel;
using OneLead.Web.Territories;

namespace OneLead.Web.Live;

/// <summary>
/// Finds topics by name: portfolio, leads, leads?{query}, imports, changes, lead:{id}, item:{id}, territory:{id}, account:{id}.
/// </summary>
internal sealed class TopicCatalog(
    LiveModel live, ImportJobs imports, ChangeLog changes, ItemSubscriptions items, IOptions<WebOptions> options, TimeProvider clock)
{
    public const string Portfolio = "portfolio";
    public const string Leads = "leads";
    public const string Imports = "imports";
    public const string Changes = "changes";

    /// <summary>The largest window of a list.</summary>
    public const int MaxTop = 5_000;

    private const string ListPrefix = "leads?";
    private const string LeadPrefix = "lead:";
    private const string ItemPrefix = "item:";
    private const string TerritoryPrefix = "territory:";
    private const string AccountPrefix = "account:";

    /// <summary>The number of leads in the state of <c>leads</c>; clients query the rest.</summary>
    private const int TopLeads = 100;

    private readonly string _currency = options.Value.Currency;

    public static string Lead(string id) => LeadPrefix + id;

    public static string Item(string id) => ItemPrefix + id;

    /// <summary>The id of the item in a topic name; null for other topics.</summary>
    public static string? ItemIn(string name) => IdIn(name, ItemPrefix);

    /// <param name="territory">Null: the accounts without one.</param>
    public static string Territory(string? territory) => TerritoryPrefix + Keys.TerritoryGrainKey(territory);

    public static string Account(string id) => AccountPrefix + id;

    /// <summary>
    /// The content of a topic as a visibility sees it, or null if there is no such topic. Ids need not exist yet, except for items.
    /// </summary>
    public TopicContent? Find(string name, Visibility visibility)
    {
        object Render(TopicChange change) => RowOf(change, Model(visibility));
        return name switch
        {
            Portfolio => new(() => PortfolioState(Model(visibility)), null),
            Leads => new(() => LeadsState(Model(visibility)), Render),
            Imports => new(ImportsState, Render),
            Changes => new(() => ChangesState(Model(visibility)), Render),
            _ when name.StartsWith(ListPrefix, StringComparison.Ordinal) && name.Length <= 2_048 =>
                List(name[ListPrefix.Length..], visibility, Render),
            _ when IdIn(name, LeadPrefix) is { } id => new(() => LeadState(id, Model(visibility)), Render),
            _ when IdIn(name, ItemPrefix) is { } id => new(() => items.State(id, Model(visibility)), Render),
            _ when IdIn(name, TerritoryPrefix) is { } id => new(() => TerritoryState(id, Model(visibility)), Render),
            _ when IdIn(name, AccountPrefix) is { } id => new(() => AccountState(id, Model(visibility)), Render),
            _ => null,
        };
    }

    /// <summary>What a visibility sees.</summary>
    /// <exception cref="HubException">The first load is not done.</exception>
    public VisibleModel Model(Visibility visibility) =>
        live.IsLoaded ? live.For(visibility) : throw new HubException("The read model is still loading.");

    /// <summary>True if a subscribed item is there and seen.</summary>
    public bool HasItem(string id, Visibility visibility) => items.Item(id, Model(visibility)) is not null;

    private PortfolioJson PortfolioState(VisibleModel model) => PortfolioJson.Of(model.State().Portfolio, _currency);

    private static PageJson<LeadJson> LeadsState(VisibleModel model)
    {
        var state = model.State();
        var page = state.Leads(new LeadFilter(), LeadSorts.Default, null, TopLeads);
        return new PageJson<LeadJson>([.. page.Rows.Select(l => LeadJson.Of(in l, state.Tenant))], page.Next, page.Total);
    }

    private TopJson<ChangeJson> ChangesState(VisibleModel model) => TopJson<ChangeJson>.Of(
        [.. changes.Since(clock.GetUtcNow().AddHours(-1), model).Select(c => c.Json(model, imports))], QueryParameters.DefaultLimit);

    // Accepts the query of GET /leads, and top: how many of the first rows to follow.
    private TopicContent List(string text, Visibility visibility, Func<TopicChange, object> render)
    {
        var query = new QueryCollection(QueryHelpers.ParseQuery(text));
        try
        {
            int? top = QueryParameters.Text(query, "top") is null ? null : QueryParameters.Limit(query, MaxTop, "top");
            var window = new LeadWindow(
                LeadParameters.Filter(query, Model(visibility).Tenant.AsOf, null),
                QueryParameters.Sort(query, LeadSorts.All.Keys, LeadSorts.Default), top);
            IReadOnlyList<LeadEntry> Refresh() => window.Refresh(Model(visibility).State());
            return new(() => ListState(window, Refresh), render, new(window, Refresh));
        }
        catch (RefusedException e)
        {
            throw new HubException(e.Message);
        }
    }

    // Only the first state refreshes: later, rows that enter must reach the existing watchers with the next refresh.
    private static LeadListTopicJson ListState(LeadWindow window, Func<IReadOnlyList<LeadEntry>> refresh)
    {
        if (window.Total is null)
            refresh();
        return new(window.Total ?? 0);
    }

    private static LeadTopicJson LeadState(string id, VisibleModel model) => new(model.Lead(id) is { } lead ? JsonOf(lead, model) : null);

    // Imports are of the whole tenant.
    private PageJson<ImportJson> ImportsState() => imports.Page(null, ImportJobs.DefaultLimit);

    private TerritoryTopicJson TerritoryState(string id, VisibleModel model)
    {
        var state = model.State();
        return new TerritoryTopicJson(
            state.Territories.TryGetValue(id, out var territory) ? TerritoryJson.Of(territory, _currency, model) : null,
            [.. state.Leaderboard(id, _currency).Select(a => AccountJson.Of(a, _currency))]);
    }

    private AccountTopicJson AccountState(string id, VisibleModel model)
    {
        var (account, tenant) = (model.Account(id), model.Tenant);
        return new AccountTopicJson(
            account is null ? null : AccountJson.Of(account, _currency),
            [.. model.LeadsOf(id).Select(l => LeadJson.Of(l, account?.Name ?? l.AccountId, tenant))]);
    }

    private object RowOf(TopicChange change, VisibleModel model) => change.Kind switch
    {
        TopicRowKind.Lead => new LeadChangeJson(
            change.Id, change.Row is LeadRow lead ? JsonOf(lead, model) : null, change.PreviousPriority),
        TopicRowKind.Account => new AccountChangeJson(change.Id, change.Row is AccountRow account ? JsonOf(account, model) : null),
        TopicRowKind.Item => new ItemChangeJson(change.Id, change.Row is ItemView item ? ItemJson.Of(item) : null),
        TopicRowKind.Territory => new TerritoryChangeJson(
            change.Id, TerritoryJson.Of(TerritoryOf(change.Id, change.Row as TerritoryRow, model), _currency, model)),
        TopicRowKind.Import => new ImportChangeJson(change.Id, ImportJson.Of((ImportJob)change.Row!)),
        TopicRowKind.Change => new BandChangeJson(change.Id, ((BandChange)change.Row!).Json(model, imports)),
        _ => throw new InvalidOperationException($"A row of kind {change.Kind} has no wire form."),
    };

    private AccountJson JsonOf(AccountRow account, VisibleModel model) => AccountJson.Of(
        new AccountEntry(model.Visibility.Shown(account), model.AccountEntry(account.Id)?.Moved), _currency);

    private static LeadJson JsonOf(LeadRow lead, VisibleModel model) =>
        LeadJson.Of(lead, model.Account(lead.AccountId)?.Name ?? lead.AccountId, model.Tenant);

    // Without a row the roll-up is that of the accounts that are seen.
    private static TerritoryRow TerritoryOf(string id, TerritoryRow? row, VisibleModel model) =>
        row is not null ? row with { Totals = model.Visibility.Shown(row.Totals) }
        : model.State().Territories.TryGetValue(id, out var seen) ? seen
        : new(id, default, default);

    private static string? IdIn(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length && name.Length <= 512
            ? name[prefix.Length..]
            : null;
}
