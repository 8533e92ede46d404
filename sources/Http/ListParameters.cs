using Microsoft.OpenApi;

namespace OneLead.Sources.Http;

/// <summary>
/// Describes the query parameters of lists in the OpenAPI document; handlers read them with <see cref="QueryParameters"/>.
/// </summary>
public static class ListParameters
{
    /// <summary>Adds <c>limit</c>, <c>cursor</c>, the filters, and <c>sort</c> where sorts are named.</summary>
    public static TBuilder WithListParameters<TBuilder>(this TBuilder route, string? sorts, params (string Name, string Text)[] filters)
        where TBuilder : IEndpointConventionBuilder =>
        route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            foreach (var (name, text) in filters)
                operation.Parameters.Add(Parameter(name, text, JsonSchemaType.String));
            if (sorts is not null)
                operation.Parameters.Add(Parameter("sort", $"{sorts}; prefix with a minus to sort descending", JsonSchemaType.String));
            operation.Parameters.Add(Parameter("limit", "Rows per page, 1 to 500. Default: 50", JsonSchemaType.Integer));
            operation.Parameters.Add(Parameter("cursor", "The next value of the previous page", JsonSchemaType.String));
            return Task.CompletedTask;
        });

    private static OpenApiParameter Parameter(string name, string text, JsonSchemaType type) =>
        new() { Name = name, In = ParameterLocation.Query, Description = text, Schema = new OpenApiSchema { Type = type } };
}
