using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Microsoft.Playwright;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>What is taken along is exactly what is filtered.</summary>
[Collection(BrowserSuite.Name)]
public sealed class ExportPageTests(Sample sample) : BrowserTests(sample)
{
    private const string Formula = "=HYPERLINK(\"http://evil.invalid\")";

    [BrowserFact]
    public async Task The_file_of_comma_separated_values_has_the_filtered_leads_and_no_formula()
    {
        var (page, ids) = await FilteredAsync();
        var text = await File.ReadAllTextAsync(await DownloadAsync(page, "Comma-separated"), Encoding.UTF8);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(ids, lines[1..].Select(l => l[..l.IndexOf(',', StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
        Assert.Equal(ids.Length, lines.Count(l => l.Contains(",\"'=HYPERLINK(\"\"http://evil.invalid\"\")\",", StringComparison.Ordinal)));
    }

    [BrowserFact]
    public async Task The_workbook_has_the_filtered_leads_and_no_formula()
    {
        var (page, ids) = await FilteredAsync();
        await using var archive = await ZipFile.OpenReadAsync(await DownloadAsync(page, "Excel workbook"));
        await using var sheet = await archive.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync();
        XNamespace main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        var document = await XDocument.LoadAsync(sheet, LoadOptions.None, default);
        var rows = document.Descendants(main + "row").Select(r => r.Elements(main + "c").Select(c => c.Value).ToArray()).ToArray();
        Assert.Equal(ids, rows[1..].Select(r => r[0]).Order(StringComparer.Ordinal));
        Assert.All(rows[1..], row => Assert.Contains("'" + Formula, row));
        Assert.Empty(document.Descendants(main + "f"));
    }

    private async Task<(IPage Page, string[] Ids)> FilteredAsync()
    {
        await Server.NewLeadAsync("EXPORT1", Formula);
        await Server.NewLeadAsync("EXPORT2", Formula);
        await Server.NewLeadAsync("OTHEREXP", Formula);
        var page = await OpenAsync($"{Dashboard.Queue}?text=EXPORT&type=renewal");
        await page.Locator(".lead-row").HasRowsAsync(2);
        return (page,
            [.. (await Server.AllAsync("/api/v1/leads?text=EXPORT&type=renewal")).Select(Behind.Id).Order(StringComparer.Ordinal)]);
    }

    private static async Task<string> DownloadAsync(IPage page, string format)
    {
        await page.Button("Export").ClickAsync();
        await page.Locator(".menu-note").HasAsync("2 leads, as filtered");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = format }).ClickAsync());
        return await download.PathAsync();
    }
}
