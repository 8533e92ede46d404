using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneLead.EndToEnd.Tests.Deploy;

/// <summary>The dashboard and the alerts against a real Prometheus that looks at a real server.</summary>
public sealed class GrafanaTests
{
    [PrometheusFact, Trait(Category.Name, Category.Slow)]
    public async Task Every_query_of_the_dashboard_and_every_metric_of_the_alerts_shows_something_of_a_server_that_works()
    {
        Assert.SkipUnless(PrivatePostgres.Missing is null, $"A database to follow: {PrivatePostgres.Missing}");
        await using var erp = await PrivatePostgres.StartAsync("wal_level=logical");
        await erp.ExecuteAsync("CREATE TABLE deals (id int PRIMARY KEY, name text); CREATE PUBLICATION onelead FOR TABLE deals");
        using var data = new DataDirectory();
        // So that a request is refused while another one lasts.
        data.Environment["ONELEAD__MaxIntakeRequests"] = "1";
        await File.WriteAllTextAsync(data.File("sources.yaml"),
            $$"""sources: { erp: { format: postgres, connection: "{{erp.ConnectionString}};Pooling=false", publication: onelead } }""");
        await using var server = await RunningServer.StartAsync(data, null, "--as-of", "2025-10-29");
        var password = (await OneLeadProgram.RunAsync(data, "sources", "add", "crm", "--format", "pipedrive")).With(0).Output.Split('\n')
            .Single(l => l.StartsWith("Password", StringComparison.Ordinal))["Password".Length..].Trim();
        await using var prometheus = await PrivatePrometheus.StartAsync(server);
        await using var hub = await LiveClient.ConnectAsync(server.Address);
        await hub.WatchAsync("portfolio");
        var empty = Panels().SelectMany(p => p.Queries.Select(q => (p.Title, Query: q)))
            .Concat(AlertTests.Metrics().Select(m => (Title: "Alerts", Query: m))).ToList();
        // Rates need two looks at a counter that moved between them.
        for (var round = 0; empty.Count > 1 && round <= 20; round++)
        {
            await WorkAsync(server, password, round);
            await erp.ExecuteAsync($"INSERT INTO deals VALUES ({round}, 'Kilns')");
            await BeRefusedAsync(server);
            await Task.Delay(500);
            foreach (var panel in empty.ToList())
            {
                if ((await prometheus.QueryAsync(panel.Query)).EnumerateArray()
                    .Any(r => r.GetProperty("value")[1].GetString() is not "NaN"))
                    empty.Remove(panel);
            }
        }
        // Only a fault makes it appear.
        Assert.Equal(["onelead_model_repairs_total"], empty.Select(p => p.Query));
    }

    private static IEnumerable<(string Title, IEnumerable<string> Queries)> Panels()
    {
        var file = Path.Combine(Repository.Root, "deploy/grafana/dashboards/onelead.json");
        var dashboard = JsonElement.Parse(File.ReadAllText(file));
        foreach (var panel in dashboard.GetProperty("panels").EnumerateArray().Where(p => p.GetProperty("type").GetString() != "row"))
        {
            yield return (
                panel.GetProperty("title").GetString()!,
                [.. panel.GetProperty("targets").EnumerateArray().Select(t => t.GetProperty("expr").GetString()!.Replace("$job", "onelead",
                    StringComparison.Ordinal).Replace("$__rate_interval", "10s", StringComparison.Ordinal))]);
        }
    }

    // An event, a delivery that is mapped, one that is not, and an import.
    private static async Task WorkAsync(RunningServer server, string password, int round)
    {
        await server.PostAsync("/api/v1/events", new JsonArray([.. Enumerable.Range(0, 20).Select(i => (JsonNode)new JsonObject
        {
            ["kind"] = "item", ["territory"] = "56088", ["id"] = $"{round}:{i}",
            ["data"] = new JsonObject
            {
                ["serial"] = $"G{i}",
                ["productName"] = "DL380",
                ["endOfLife"] = $"20{10 + (round + i) % 12}-07-01",
                ["supportStatus"] = "Uncovered",
            },
        })]));
        await DeliverAsync(server, password, round, "100");
        await DeliverAsync(server, password, 1_000 + round, "\"a lot\"");
        using var form = new MultipartFormDataContent
        {
            { new StringContent($"customer_id,name\n{round},Selwick {round}\n"), "file", "customers.csv" },
        };
        using var answer = await server.Http.PostAsync(new Uri("/api/v1/imports", UriKind.Relative), form);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task BeRefusedAsync(RunningServer server)
    {
        using var slow = new TcpClient(server.Address.Host, server.Address.Port);
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            "POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n["));
        await Wait.UntilAsync("another request is refused", async () =>
        {
            using var answer = await server.Http.PostAsJsonAsync(new Uri("/api/v1/events", UriKind.Relative), Array.Empty<string>());
            return answer.StatusCode == HttpStatusCode.TooManyRequests;
        });
        slow.Close();
        await Wait.UntilAsync("its place is free again", async () =>
            (await server.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)))
                .Contains("\nonelead_intake_requests{} 0", StringComparison.Ordinal));
    }

    private static async Task DeliverAsync(RunningServer server, string password, int id, string value)
    {
        var body =
            $$$"""{"meta":{"action":"change","entity":"deal","entity_id":{{{id}}},"id":"m-"""
            + $$$"""{{{id}}}","timestamp":"1772447400","version":"2.0"},"data":{"id":{{{id}}},"title":"Deal","value":{{{value}}}"""
            + $$$""","currency":"EUR","org_id":9}}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/webhooks/crm")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"crm:{password}")));
        using var answer = await server.Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
