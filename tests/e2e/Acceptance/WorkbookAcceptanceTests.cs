using System.Text.Json;

namespace OneLead.EndToEnd.Tests.Acceptance;

/// <summary>What the source documents say of the real workbooks is what the program answers.</summary>
public sealed class WorkbookAcceptanceTests(RealWorkbooks real) : IClassFixture<RealWorkbooks>
{
    [SharedDataFact]
    public void The_import_ends_with_0_and_reports_every_row()
    {
        var jobs = real.Import.With(0).Json;
        var events = jobs.SelectMany(j => j.GetProperty("report").GetProperty("sheets").EnumerateArray())
            .ToDictionary(s => s.GetProperty("kind").GetString()!, s => s.GetProperty("events").GetInt32());
        Assert.Equal(new Dictionary<string, int>
        {
            ["service"] = 273, ["opportunity"] = 98, ["project"] = 2_394, ["service_credit"] = 1_384,
            ["item"] = 63, ["service_offer"] = 123,
        }, events);
        Assert.Equal([(4_212, 0, "done"), (123, 0, "done")],
            jobs.Select(j => (Report(j, "new"), Report(j, "refused"), j.GetProperty("state").GetString())));
    }

    [SharedDataFact]
    public async Task There_are_77_leads_and_all_have_services_and_72_have_skus()
    {
        var leads = await real.Server.AllAsync("/api/v1/leads");
        Assert.Equal(
            new Dictionary<string, int> { ["renewal"] = 30, ["hardware_refresh"] = 27, ["service_attach"] = 20 },
            leads.CountBy(l => l.GetProperty("type").GetString()!).ToDictionary());
        Assert.All(leads, l => Assert.NotEmpty(Services(l)));
        var withoutSku = leads.Where(l => Services(l).All(s => s.Skus.Length == 0)).ToArray();
        Assert.Equal(5, withoutSku.Length);
        Assert.All(withoutSku, l => Assert.Equal("ARUBA", l.GetProperty("item").GetProperty("family").GetString()));
        Assert.Equal(withoutSku.Length, leads.Count(l => l.GetProperty("item").GetProperty("family").GetString() == "ARUBA"));
    }

    [SharedDataFact]
    public async Task The_first_load_opens_each_lead_once_and_is_its_own_cause()
    {
        var days = (await real.Server.GetAsync("/api/v1/analytics")).GetProperty("velocity").GetProperty("data").EnumerateArray().ToList();
        Assert.Equal((77, 0, 77), (
            days.Sum(d => d.GetProperty("opened").GetInt32()), days.Sum(d => d.GetProperty("resolved").GetInt32()),
            days[^1].GetProperty("open").GetInt32()));
        Assert.Equal(0, (await real.Server.GetAsync("/api/v1/changes")).GetProperty("total").GetInt32());
        Assert.All(await real.Server.AllAsync("/api/v1/accounts"), a => Assert.Equal(JsonValueKind.Null, a.GetProperty("trend").ValueKind));
        foreach (var lead in await real.Server.AllAsync("/api/v1/leads"))
        {
            var detail = await real.Server.GetAsync($"/api/v1/leads/{lead.GetProperty("id").GetString()}");
            Assert.Equal(JsonValueKind.Null, detail.GetProperty("before").ValueKind);
            Assert.Matches("^First seen in .+xlsx$", detail.GetProperty("cause").GetProperty("text").GetString());
        }
    }

    [SharedDataFact]
    public async Task A_renewal_of_a_DL360p_is_offered_the_firmware_upgrade_with_its_sku()
    {
        var renewals = (await real.Server.AllAsync("/api/v1/leads?type=renewal&text=DL360p")).ToArray();
        Assert.NotEmpty(renewals);
        Assert.All(renewals, l => Assert.Equal(["HL997A1"], Services(l).Single(s => s.Name == "Firmware upgrade").Skus));
    }

    [SharedDataFact]
    public async Task Every_explanation_sums_to_its_score()
    {
        foreach (var lead in await real.Server.AllAsync("/api/v1/leads"))
        {
            var explanation = (await real.Server.GetAsync($"/api/v1/leads/{lead.GetProperty("id").GetString()}"))
                .GetProperty("explanation");
            Assert.Equal(
                (lead.GetProperty("score").GetDecimal(), lead.GetProperty("score").GetDecimal()),
                (explanation.GetProperty("score").GetDecimal(),
                    explanation.GetProperty("lines").EnumerateArray().Sum(l => l.GetProperty("contribution").GetDecimal())));
        }
    }

    [SharedDataFact]
    public async Task Items_are_on_the_accounts_that_their_territories_lead_to()
    {
        var accounts = (await real.Server.AllAsync("/api/v1/accounts")).Where(a => a.GetProperty("items").GetInt32() > 0)
            .ToDictionary(a => a.GetProperty("territory").GetString()!, a => (Name: a.GetProperty("name").GetString()!,
                Items: a.GetProperty("items").GetInt32(), Leads: a.GetProperty("leads").GetProperty("total").GetInt32()));
        var apple = accounts["56088"];
        Assert.StartsWith("apple inc", apple.Name, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(
            new Dictionary<string, (string, int, int)>
            {
                ["56012"] = ("Territory 56012", 1, 0),
                ["56088"] = (apple.Name, 15, 39),
                ["56160"] = ("Antofagasta Minerals S.A.", 1, 3),
                ["56166"] = ("Applied Computer Solutions", 7, 21),
                ["56180"] = (accounts["56180"].Name, 1, 3),
                ["56240"] = ("Territory 56240", 1, 3),
                ["56322"] = ("Analog Devices, Inc.", 1, 3),
                ["56396"] = ("ARAMARK SERVICES INC", 1, 1),
                ["56623"] = ("Baystate Health Inc.", 5, 0),
                ["56769"] = ("Baltimore City Public School Systems (inc)", 30, 4),
            },
            accounts.ToDictionary(a => a.Key, a => (a.Value.Name, a.Value.Items, a.Value.Leads)));
        Assert.StartsWith("applied materials", accounts["56180"].Name, StringComparison.OrdinalIgnoreCase);
    }

    [SharedDataFact]
    public async Task Names_that_a_word_tells_apart_and_near_matches_are_listed_for_review()
    {
        var view = await real.Server.GetAsync("/api/v1/reconciliation");
        Assert.DoesNotContain(view.GetProperty("decisions").EnumerateArray(), d => d.GetProperty("rule").GetString() == "similar_name");
        Assert.Equal(
            ["Baltimore City Public School Systems (inc)", "Baltimore city public Schools"],
            (await real.Server.AllAsync("/api/v1/accounts?text=Baltimore%20City%20Public")).Select(a => a.GetProperty("name").GetString()!)
                .Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                ("near_match", "56322", "Analog Devices Global LLC", 80),
                ("near_match", "56769", "Baltimore City Public School Systems (inc)", 89),
                ("tie", "56769", "Baltimore City Public School Systems (inc)", 0),
            ],
            view.GetProperty("review").EnumerateArray()
                .Select(r =>
                    (r.GetProperty("kind").GetString(), r.GetProperty("territory").GetString(), r.GetProperty("first").GetString(),
                    r.GetProperty("similarity") is { ValueKind: JsonValueKind.Number } n ? n.GetInt32() : 0))
                .OrderBy(r => r.Item1, StringComparer.Ordinal).ThenBy(r => r.Item2, StringComparer.Ordinal));
        Assert.Equal("Analog Devices Global LLC",
            Assert.Single(await real.Server.AllAsync("/api/v1/accounts?text=Analog%20Devices%20Global")).GetProperty("name").GetString());
    }

    [SharedDataFact]
    public async Task What_is_kept_is_what_the_journal_alone_gives()
    {
        var kept = Assert.Single((await OneLeadProgram.RunAsync(real.Data, "verify", "--json")).With(0).Json);
        using var journal = real.Data.JournalAlone();
        var folded = Assert.Single((await OneLeadProgram.RunAsync(journal, "verify", "--json")).With(0).Json);
        Assert.Equal(kept.GetRawText(), folded.GetRawText());
        Assert.Equal((true, 26), (kept.GetProperty("ok").GetBoolean(), kept.GetProperty("accounts").GetInt32()));
    }

    [SharedDataFact]
    public async Task When_it_is_imported_again_nothing_is_new()
    {
        var before = await real.Server.GetAsync("/api/v1/portfolio");
        var jobs = (await OneLeadProgram.RunAsync(real.Data, ["import", .. RealWorkbooks.Files, "--as-of", "2025-10-29", "--json"]))
            .With(0).Json;
        Assert.Equal([(0, 4_212, 0), (0, 123, 0)], jobs.Select(j => (Report(j, "new"), Report(j, "repeated"), Report(j, "decisions"))));
        Assert.Equal(before.GetRawText(), (await real.Server.GetAsync("/api/v1/portfolio")).GetRawText());
    }

    [SharedDataFact]
    public async Task With_the_mapping_of_territories_their_accounts_have_its_names()
    {
        using var data = new DataDirectory();
        var jobs = (await OneLeadProgram.RunAsync(data,
            ["import", RealWorkbooks.SeedMapping, .. RealWorkbooks.Files, "--as-of", "2025-10-29", "--json"])).With(0).Json;
        Assert.Equal([2, 4_212, 123], jobs.Select(j => Report(j, "new")));
        await using var mapped = await RunningServer.StartAsync(data, null, "--no-sample", "--as-of", "2025-10-29");
        Assert.Equal([("Apple Inc", 15, 39), ("APPLIED MATERIALS, INC.", 1, 3)], await MappedAsync(mapped));
    }

    [SharedDataFact]
    public async Task A_mapping_that_comes_later_gives_the_same_names_and_is_new_once()
    {
        using var data = new DataDirectory();
        await OneLeadProgram.RunAsync(data, ["import", .. RealWorkbooks.Files, "--as-of", "2025-10-29"]);
        await using var server = await RunningServer.StartAsync(data, null, "--no-sample", "--as-of", "2025-10-29");
        Assert.Equal([(2, 0), (0, 2)], [await ImportAsync(), await ImportAsync()]);
        Assert.Equal([("Apple Inc", 15, 39), ("APPLIED MATERIALS, INC.", 1, 3)], await MappedAsync(server));

        async Task<(int, int)> ImportAsync()
        {
            var job = Assert.Single((await OneLeadProgram.RunAsync(data, "import", RealWorkbooks.SeedMapping, "--json")).With(0).Json);
            return (Report(job, "new"), Report(job, "repeated"));
        }
    }

    private static async Task<(string?, int, int)[]> MappedAsync(RunningServer server) =>
        [.. (await server.AllAsync("/api/v1/accounts?territory=56088,56180&sort=name")).Where(a => a.GetProperty("items").GetInt32() > 0)
            .Select(a => (a.GetProperty("name").GetString(), a.GetProperty("items").GetInt32(),
                a.GetProperty("leads").GetProperty("total").GetInt32()))];

    private static (string? Name, string[] Skus)[] Services(JsonElement lead) =>
        [.. lead.GetProperty("services").EnumerateArray().Select(
            s => (s.GetProperty("name").GetString(), s.GetProperty("skus").EnumerateArray().Select(k => k.GetString()!).ToArray()))];

    private static int Report(JsonElement job, string figure) => job.GetProperty("report").GetProperty(figure).GetInt32();
}
