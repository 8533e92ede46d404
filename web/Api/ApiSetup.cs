using OneLead.Web.DeadLetters;
using OneLead.Web.Entities;
using OneLead.Web.Imports;
using OneLead.Web.Pages;
using OneLead.Web.Samples;
using OneLead.Web.Webhooks;

namespace OneLead.Web.Api;

/// <summary>The API at /api/v1.</summary>
internal static class ApiSetup
{
    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1");
        api.MapLeads();
        api.MapAccounts();
        api.MapMerges();
        api.MapEntities();
        api.MapPages();
        api.MapRollUps();
        api.MapReconciliation();
        api.MapImports();
        api.MapEvents();
        api.MapWebhooks();
        api.MapSources();
        api.MapDeadLetters();
        api.MapSamples();
        api.MapDay();
        api.MapVerification();
        api.MapSystem();
    }
}
