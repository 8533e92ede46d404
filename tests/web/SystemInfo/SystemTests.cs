using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OneLead.Web.Tests.SystemInfo;

public sealed class SystemTests
{
    [Fact]
    public async Task Every_node_names_all_nodes_and_the_same_owner_of_the_journal()
    {
        await using var cluster = await WebCluster.StartAsync("serve", "work", "serve");
        var serving = new[] { cluster.Nodes[0], cluster.Nodes[2] };
        using (var written = await serving[1].PostAsync("/api/v1/events", new StringContent(
            """{"kind":"item","territory":"56088","id":"N-1","data":{"serial":"N","productName":"DL380 Gen9","territory":"56088"}}""",
            Encoding.UTF8, "application/json")))
            written.EnsureSuccessStatusCode();
        var answers = await Task.WhenAll(serving.Select(static n => n.GetFromJsonAsync<JsonElement>("/api/v1/system")));
        foreach (var (system, i) in answers.Select((a, i) => (a, i)))
        {
            var nodes = system.GetProperty("nodes").EnumerateArray().ToList();
            Assert.Equal(3, nodes.Count);
            Assert.All(nodes, n => Assert.Equal("active", n.GetProperty("state").GetString()));
            Assert.Equal(["serve", "serve", "work"], nodes.Select(n => n.GetProperty("role").GetString()).Order());
            Assert.Single(nodes, n => n.GetProperty("self").GetBoolean());
            var owner = Assert.Single(nodes, n => n.GetProperty("ownsJournal").GetBoolean());
            Assert.Equal(owner.GetProperty("name").GetString(), system.GetProperty("journal").GetProperty("owner").GetString());
            Assert.Equal("3 nodes run.", Check(system, "nodes").GetProperty("text").GetString());
            Assert.Equal("ok", Check(system, "queue").GetProperty("state").GetString());
            // Every actor is on one of the nodes.
            foreach (var kind in system.GetProperty("actors").EnumerateArray())
                Assert.Equal(kind.GetProperty("count").GetInt64(), nodes.SelectMany(n => n.GetProperty("actors").EnumerateArray())
                    .Where(a => a.GetProperty("name").GetString() == kind.GetProperty("name").GetString())
                    .Sum(a => a.GetProperty("count").GetInt64()));
            Assert.Contains(system.GetProperty("actors").EnumerateArray(), a => a.GetProperty("name").GetString() == "account");
        }
        Assert.Single(answers.Select(a => a.GetProperty("journal").GetProperty("owner").GetString()).Distinct());
        Assert.Equal(2, answers.Select(a => a.GetProperty("nodes").EnumerateArray().Single(n => n.GetProperty("self").GetBoolean())
            .GetProperty("name").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task A_node_that_only_works_is_ready_and_measured_but_answers_nothing_else()
    {
        await using var cluster = await WebCluster.StartAsync("work");
        var node = cluster.Nodes[0];
        foreach (var path in new[] { "/healthz", "/readyz", "/metrics" })
            Assert.Equal(HttpStatusCode.OK, (await node.GetAsync(path)).StatusCode);
        foreach (var path in new[] { "/", "/app/", "/api/v1/leads", "/openapi/v1.json" })
        {
            using var answer = await node.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal("This node only works: it has no API and no dashboard. Ask a node whose role is to serve.",
                (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
        }
        using var posted = await node.PostAsync("/api/v1/events", new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
    }

    private static JsonElement Check(JsonElement system, string name) =>
        system.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
}
