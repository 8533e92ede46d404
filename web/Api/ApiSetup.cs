using OneLead.Sources;
using OneLead.Web.Entities;
using OneLead.Web.Pages;
using OneLead.Web.Samples;

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
        api.MapSources();
        api.MapSamples();
        api.MapDay();
        api.MapVerification();
        api.MapSystem();
    }
}
