using OneLead.Sources;
using OneLead.Web.Accounts;
using OneLead.Web.ActionRequired;
using OneLead.Web.Analytics;
using OneLead.Web.Assignment;
using OneLead.Web.Audit;
using OneLead.Web.Changes;
using OneLead.Web.Days;
using OneLead.Web.Entities;
using OneLead.Web.Items;
using OneLead.Web.Leads;
using OneLead.Web.Portfolio;
using OneLead.Web.Recommendations;
using OneLead.Web.Reconciliation;
using OneLead.Web.RevenueFocus;
using OneLead.Web.Samples;
using OneLead.Web.Search;
using OneLead.Web.SystemInfo;
using OneLead.Web.Tenants;
using OneLead.Web.Territories;
using OneLead.Web.Users;
using OneLead.Web.Verification;

namespace OneLead.Web.Api;

/// <summary>The API at /api/v1.</summary>
internal static class ApiRoutes
{
    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").WithAudit();
        api.MapLeads();
        api.MapAssignment();
        api.MapAccounts();
        api.MapItems();
        api.MapTerritories();
        api.MapPortfolio();
        api.MapEntities();
        api.MapErasures();
        api.MapActionRequired();
        api.MapRevenueFocus();
        api.MapRecommendations();
        api.MapAnalytics();
        api.MapChanges();
        api.MapSearch();
        api.MapReconciliation();
        api.MapSources();
        api.MapSamples();
        api.MapDays();
        api.MapVerification();
        api.MapSystem();
        api.MapMasterKey();
        api.MapSession();
        api.MapOpenSessions();
        api.MapUsers();
        api.MapAbsences();
        api.MapKeys();
        api.MapAudit();
        api.MapExport();
        if (app.Services.GetRequiredService<OwnTenant>().Name is null)
            api.MapTenants();
    }
}
