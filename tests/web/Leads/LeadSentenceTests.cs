using System.Text.Json;

namespace OneLead.Web.Tests.Leads;

/// <summary>The texts of a lead do not contradict its score.</summary>
[Collection(nameof(ServerCollection))]
public class LeadSentenceTests(ServerFixture server)
{
    // The dates and names come from the product's own record; 2015-07-01 is 3,773 days before 2025-10-29.
    [Fact]
    public async Task A_refresh_names_the_end_of_life_and_the_successor_of_the_products_record()
    {
        await SendAsync(
            """{"kind":"product_lifecycle","entity":"TXT-1","id":"txt-1","data":{"endOfLife":"2015-07-01","successor":"TXT-2"}}""",
            """{"kind":"product_lifecycle","entity":"TXT-2","id":"txt-2","data":{"productName":"HPE Example 5000"}}""",
            Item("TEXT1", "TXT-1"));
        var lead = await DetailAsync("hpe:TEXT1:hardware_refresh");
        Assert.Equal(
            "Old Array 100 (TEXT1) is far past its end of life: 2015-07-01 (3,773 days ago).", lead.GetProperty("description").GetString());
        Assert.StartsWith("Propose a refresh to HPE Example 5000 to ", lead.GetProperty("recommendedAction").GetString());
        Assert.Equal("HPE Example 5000", lead.GetProperty("successor").GetString());
    }

    [Fact]
    public async Task A_successor_that_is_only_an_id_is_not_named()
    {
        await SendAsync(
            """{"kind":"product_lifecycle","entity":"TXT-3","id":"txt-3","data":{"endOfLife":"2015-07-01","successor":"2"}}""",
            Item("TEXT3", "TXT-3"));
        var lead = await DetailAsync("hpe:TEXT3:hardware_refresh");
        Assert.StartsWith("Propose a refresh to a current product to ", lead.GetProperty("recommendedAction").GetString());
        Assert.Equal(JsonValueKind.Null, lead.GetProperty("successor").ValueKind);
    }

    // The services come after the items, as in an import of both workbooks.
    [Fact]
    public async Task Services_that_come_later_are_offered_in_the_list_and_in_the_lead()
    {
        await server.ItemAsync("TEXT4");
        Assert.Empty((await DetailAsync("hpe:TEXT4:renewal")).GetProperty("lead").GetProperty("services").EnumerateArray());
        await SendAsync(
            """
            {"kind":"service_offer","entity":"text-4","id":"text-4",
             "data":{"category":"Compute","product":"Servers","name":"Firmware upgrade","skus":"HL997A1"}}
            """);
        await ServerFixture.UntilAsync(async () =>
            (await DetailAsync("hpe:TEXT4:renewal")).GetProperty("lead").GetProperty("services").GetArrayLength() == 1);
        var service = (await DetailAsync("hpe:TEXT4:renewal")).GetProperty("lead").GetProperty("services")[0];
        Assert.Equal(
            ("Firmware upgrade", "HL997A1"), (service.GetProperty("name").GetString(), service.GetProperty("skus")[0].GetString()));
        JsonElement listed = default;
        await ServerFixture.UntilAsync(async () =>
            (listed = (await server.GetAsync("/api/v1/leads?text=TEXT4&type=renewal")).GetProperty("items")[0].GetProperty("services"))
            .GetArrayLength() == 1);
        Assert.Equal(service.GetRawText(), listed[0].GetRawText());
    }

    private async Task SendAsync(params string[] events) =>
        (await server.PostAsync("/api/v1/events", $"[{string.Join(',', events)}]")).EnsureSuccessStatusCode();

    private static string Item(string serial, string product) =>
        $$$"""{"kind":"item","territory":"56088","id":"{{{serial}}}-1","data":{"serial":"{{{serial}}}","productId":"{{{product}}}","""
        + """ "productName":"Old Array 100"}}""";

    private async Task<JsonElement> DetailAsync(string lead)
    {
        await ServerFixture.UntilAsync(async () => (await server.Http.GetAsync($"/api/v1/leads/{lead}")).IsSuccessStatusCode);
        return await server.GetAsync($"/api/v1/leads/{lead}");
    }
}
