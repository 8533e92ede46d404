using System.Net;
using System.Text.Json;

namespace OneLead.Web.Tests.Entities;

/// <summary>The server takes its own cursors, however long the texts are by which a list is sorted.</summary>
[Collection(nameof(ServerCollection))]
public class LongTextTests(ServerFixture server)
{
    [Fact]
    public async Task A_list_sorted_by_long_texts_is_read_page_by_page()
    {
        // Four bytes a character, equal for long, and one cut within a character.
        string[] texts =
            [.. Enumerable.Range(0, 7).Select(i => (i % 2 == 0 ? "" : "x") + string.Concat(Enumerable.Repeat("😀", 1_500 + i)))];
        var events = texts.Select((text, i) =>
            $$$"""
            {"kind":"contact","territory":"56088","entity":"long-{{{i}}}","id":"long-{{{i}}}","data":{"long":"{{{text}}}"}}
            """);
        (await server.PostAsync("/api/v1/events", $"[{string.Join(',', events)}]")).EnsureSuccessStatusCode();
        await ServerFixture.UntilAsync(async () =>
            (await server.GetAsync("/api/v1/entities/contact?where=long:set")).GetProperty("total").GetInt32() == texts.Length);
        foreach (var sort in (string[])["long", "-long"])
        {
            var (ids, next) = (new List<string>(), "");
            do
            {
                using var page = await server.Http.GetAsync($"/api/v1/entities/contact?where=long:set&limit=2&sort={sort}{next}");
                Assert.Equal(HttpStatusCode.OK, page.StatusCode);
                var json = JsonElement.Parse(await page.Content.ReadAsStringAsync());
                ids.AddRange(json.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("id").GetString()!));
                next = json.GetProperty("next").GetString() is { } cursor ? "&cursor=" + cursor : "";
            }
            while (next.Length > 0 && ids.Count < 20);
            Assert.Equal(texts.Length, ids.Count);
            Assert.Equal(texts.Length, ids.Distinct().Count());
        }
    }
}
