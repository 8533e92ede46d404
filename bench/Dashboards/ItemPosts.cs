using System.Globalization;
using System.Net.Http.Json;
using OneLead.Bench.Running;

namespace OneLead.Bench.Dashboards;

/// <summary>Posts changes of items whose support has ended, so that they have leads with the product's name.</summary>
internal static class ItemPosts
{
    private static readonly DateTime Start = new(2025, 10, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly Uri Events = new("/api/v1/events", UriKind.Relative);

    /// <summary>Posts changes and returns when all are acknowledged.</summary>
    public static async Task PostChangesAsync(this ServerProcess server, IEnumerable<object> changes)
    {
        using var answer = await server.Http.PostAsJsonAsync(Events, changes);
        answer.EnsureSuccessStatusCode();
    }

    /// <param name="number">The number of the change, from which its source id and time are derived.</param>
    /// <param name="anAccount">The number of items per account.</param>
    /// <param name="product">Null for the same product in every change.</param>
    /// <param name="endOfLife">Null for the same date in every change.</param>
    public static object Change(int item, int number, int anAccount = 2, string? product = null, DateOnly? endOfLife = null) => new
    {
        kind = "item",
        source = "bench",
        id = string.Create(CultureInfo.InvariantCulture, $"{item}-{number}"),
        customerId = string.Create(CultureInfo.InvariantCulture, $"{1 + (item / anAccount)}"),
        occurredAt = Start.AddMilliseconds(number),
        entity = string.Create(CultureInfo.InvariantCulture, $"CZ{item:0000000}"),
        data = new
        {
            productId = "654081-B21",
            productName = product ?? Product,
            platform = "x86 Premium and Scale-up Rack",
            endOfLife = (endOfLife ?? new DateOnly(2020, 6, 30)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            supportEnd = "2024-06-30",
            supportStatus = "Warranty Expired - Uncovered Box",
        },
    };

    /// <summary>Returns a unique product name.</summary>
    public static string Numbered(int number) => string.Create(CultureInfo.InvariantCulture, $"{Product} bench-{number}");

    private const string Product = "HP DL360p Gen8 8-SFF CTO Server";
}
