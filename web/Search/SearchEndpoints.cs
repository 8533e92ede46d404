using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Search;

/// <summary>The search of the command palette.</summary>
internal static class SearchEndpoints
{
    public static void MapSearch(this RouteGroupBuilder api) => api.MapGet("/search", FindAsync).WithTags("Pages").Needs(Permission.Read)
        .WithListParameters(null, ("text", "The text to search for"))
        .WithSummary("Finds accounts, leads, items and territories; returns the best of each");

    private static async Task<Ok<SearchJson>> FindAsync(HttpRequest request, VisibleModel model, IIngest ingest) => TypedResults.Ok(
        QueryParameters.Text(request.Query, "text")?.Trim() is { Length: > 0 } text
            ? await new SearchQuery(model, ingest).FindAsync(text)
            : new SearchJson([], [], [], []));
}
