using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using OneLead.Sources.Imports;
using OneLead.Views;
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

    /// <summary>The content of a topic, or null if there is no such topic. Ids need not exist yet, except for items.</summary>
    public TopicContent? Find(string name) => name switch
    {
        Portfolio => new(PortfolioState, null),
        Leads => new(LeadsState, Render),
        Imports => new(ImportsState, Render),
        Changes => new(ChangesState, Render),
        _ when name.StartsWith(ListPrefix, StringComparison.Ordinal) && name.Length <= 2_048 => List(name[ListPrefix.Length..]),
        _ when IdIn(name, LeadPrefix) is { } id => new(() => LeadState(id), Render),
        _ when IdIn(name, ItemPrefix) is { } id => new(() => items.State(id), Render),
        _ when IdIn(name, TerritoryPrefix) is { } id => new(() => TerritoryState(id), Render),
        _ when IdIn(name, AccountPrefix) is { } id => new(() => AccountState(id), Render),
        _ => null,
    };

    private TenantModel Model => live.Current ?? throw new HubException("The read model is still loading.");

    private PortfolioJson PortfolioState() => PortfolioJson.Of(Model.State().Portfolio, _currency);

    private PageJson<LeadJson> LeadsState()
    {
        var state = Model.State();
        var page = state.Leads(new LeadFilter(), LeadSorts.Default, null, TopLeads);
        return new PageJson<LeadJson>([.. page.Rows.Select(l => LeadJson.Of(in l, state.Tenant))], page.Next, page.Total);
    }

    private TopJson<ChangeJson> ChangesState()
    {
        var model = Model;
        return TopJson<ChangeJson>.Of(
            [.. changes.Since(clock.GetUtcNow().AddHours(-1)).Select(c => c.Json(model, imports))], QueryParameters.DefaultLimit);
    }

    // Accepts the query of GET /leads, and top: how many of the first rows to follow.
    private TopicContent List(string text)
    {
        var query = new QueryCollection(QueryHelpers.ParseQuery(text));
        try
        {
            int? top = QueryParameters.Text(query, "top") is null ? null : QueryParameters.Limit(query, MaxTop, "top");
            var window = new LeadWindow(
                LeadParameters.Filter(query, Model.Tenant.AsOf), QueryParameters.Sort(query, LeadSorts.All.Keys, LeadSorts.Default), top);
            IReadOnlyList<LeadEntry> Refresh() => window.Refresh(Model.State());
            return new(() => ListState(window, Refresh), Render, new(window, Refresh));
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

    private LeadTopicJson LeadState(string id) => new(Model.Lead(id) is { } lead ? JsonOf(lead) : null);

    private PageJson<ImportJson> ImportsState() => imports.Page(null, ImportJobs.DefaultLimit);

    private TerritoryTopicJson TerritoryState(string id)
    {
        var state = Model.State();
        return new TerritoryTopicJson(
            state.Territories.TryGetValue(id, out var territory) ? TerritoryJson.Of(territory, _currency) : null,
            [.. state.Leaderboard(id, _currency).Select(a => AccountJson.Of(a, _currency))]);
    }

    private AccountTopicJson AccountState(string id)
    {
        var model = Model;
        var (account, tenant) = (model.Account(id), model.State().Tenant);
        return new AccountTopicJson(
            account is null ? null : AccountJson.Of(account, _currency),
            [.. model.LeadsOf(id).Select(l => LeadJson.Of(l, account?.Name ?? l.AccountId, tenant))]);
    }

    private object Render(TopicChange change) => change.Kind switch
    {
        TopicRowKind.Lead => new LeadChangeJson(change.Id, change.Row is LeadRow lead ? JsonOf(lead) : null, change.PreviousPriority),
        TopicRowKind.Account => new AccountChangeJson(change.Id, change.Row is AccountRow account ? JsonOf(account) : null),
        TopicRowKind.Item => new ItemChangeJson(change.Id, change.Row is ItemView item ? ItemJson.Of(item) : null),
        TopicRowKind.Territory => new TerritoryChangeJson(change.Id, TerritoryJson.Of((TerritoryRow)change.Row!, _currency)),
        TopicRowKind.Import => new ImportChangeJson(change.Id, ImportJson.Of((ImportJob)change.Row!)),
        TopicRowKind.Change => new BandChangeJson(change.Id, ((BandChange)change.Row!).Json(Model, imports)),
        _ => throw new InvalidOperationException($"A row of kind {change.Kind} has no wire form."),
    };

    private AccountJson JsonOf(AccountRow account) =>
        AccountJson.Of(new AccountEntry(account, Model.AccountEntry(account.Id)?.Moved), _currency);

    private LeadJson JsonOf(LeadRow lead)
    {
        var model = Model;
        return LeadJson.Of(lead, model.Account(lead.AccountId)?.Name ?? lead.AccountId, model.Tenant);
    }

    private static string? IdIn(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length && name.Length <= 512
            ? name[prefix.Length..]
            : null;
}
