using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Events;
using OneLead.Testing.Senders;
using OneLead.Sources.Webhooks;
using OneLead.Sources.Configuration;
using OneLead.Storage;

namespace OneLead.Web.Tests.Webhooks;

/// <summary>The shared server with a source of each format, named like the format.</summary>
internal static class WebhookFixture
{
    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static void Configure(this ServerFixture server, params WebhookSource[] more) => SourcesFile.Write(
        Path.Combine(server.Data, SourcesFile.Name),
        [.. Sender.All.Select(s => s.Source() with { Name = s.Format, AllowedOrigins = ["eventgrid.example.net"], Rate = 600 })
            .Where(s => more.All(m => m.Name != s.Name)), .. more]);

    public static Task<HttpResponseMessage> DeliverAsync(this ServerFixture server, Sender sender, byte[] body) =>
        server.Http.SendAsync(sender.Send(body, Now, sender.Secret).Http(sender.Format));

    /// <summary>What became of a delivery that must be taken.</summary>
    public static async Task<(int Accepted, int Repeated, int DeadLetters)> TakenAsync(this ServerFixture server,
        Sender sender, byte[] body)
    {
        using var answer = await server.DeliverAsync(sender, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (json.GetProperty("accepted").GetInt32(), json.GetProperty("repeated").GetInt32(),
            json.GetProperty("deadLetters").GetInt32());
    }

    /// <summary>What the journal took after a sequence.</summary>
    public static async Task<IReadOnlyList<JournalEntry>> RowsAsync(this ServerFixture server, long after)
    {
        var rows = new List<JournalEntry>();
        await foreach (var row in server.Services.GetRequiredService<IJournal>().ReadAllAsync(Keys.DefaultTenant, after))
            rows.Add(row);
        return rows;
    }

    /// <summary>The last dead letter of a source for an object.</summary>
    public static async Task<JsonElement> LetterAsync(this ServerFixture server, string source, string entity) =>
        (await server.GetAsync($"/api/v1/dead-letters?source={source}&limit=500")).GetProperty("items").EnumerateArray()
            .Last(l => l.GetProperty("entity").GetString() == entity);
}
