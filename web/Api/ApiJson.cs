using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
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
using OneLead.Web.Live;
using OneLead.Web.Observability;
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

/// <summary>The JSON of the API and the hub: camelCase names, enums in lower snake case, contracts generated at compile time.</summary>
internal static class ApiJson
{
    private static readonly IJsonTypeInfoResolver[] Contexts =
    [
        LeadsJsonContext.Default, AssignmentJsonContext.Default, AccountsJsonContext.Default, ItemsJsonContext.Default,
        TerritoriesJsonContext.Default, PortfolioJsonContext.Default, EntitiesJsonContext.Default, ActionRequiredJsonContext.Default,
        RevenueFocusJsonContext.Default, RecommendationsJsonContext.Default, AnalyticsJsonContext.Default, ChangesJsonContext.Default,
        SearchJsonContext.Default, ReconciliationJsonContext.Default, SourcesJsonContext.Default, SamplesJsonContext.Default,
        DaysJsonContext.Default, VerificationJsonContext.Default, SystemInfoJsonContext.Default, UsersJsonContext.Default,
        TenantsJsonContext.Default, AuditJsonContext.Default, LiveJsonContext.Default, ApiJsonContext.Default,
    ];

    public static void Configure(JsonSerializerOptions options)
    {
        for (var i = 0; i < Contexts.Length; i++)
            options.TypeInfoResolverChain.Insert(i, Contexts[i]);
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
    }
}

/// <summary>What every resource answers with.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(HttpValidationProblemDetails))]
[JsonSerializable(typeof(HealthStateJson))]
[JsonSerializable(typeof(string))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;
