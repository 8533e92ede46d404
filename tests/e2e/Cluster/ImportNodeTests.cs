using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace OneLead.EndToEnd.Tests.Cluster;

/// <summary>Two processes list the same imports. The node that runs one is killed.</summary>
[Trait(Category.Name, Category.Kills)]
public sealed class ImportNodeTests
{
    // Takes several seconds to read.
    private const int Rows = 1_500_000;

    [PostgresFact]
    public async Task An_import_is_shown_and_undone_at_every_node_and_ends_as_failed_when_its_node_is_killed()
    {
        await using var cluster = await TwoNodes.StartAsync();
        var taken = await ImportAsync(cluster[0], "customers.csv", "customer_id,customer_name\nQ1,Queue\nQ2,Stack\n"u8.ToArray());
        await StateAsync(cluster, taken, "done");
        Assert.All(await AccountsAsync(cluster), a => Assert.Equal(2, a));
        await cluster[1].PostAsync($"/api/v1/imports/{taken}/undo", new { by = "kim" });
        await StateAsync(cluster, taken, "undone");
        await Wait.UntilAsync("its customers are gone", async () => (await AccountsAsync(cluster)).All(a => a == 0));

        var large = new StringBuilder("customer_id,customer_name\n");
        for (var row = 0; row < Rows; row++)
            large.Append('C').Append(row).Append(",Customer ").Append(row).Append('\n');
        var lost = await ImportAsync(cluster[0], "large.csv", Encoding.UTF8.GetBytes(large.ToString()), "&dryRun=true");
        await Wait.UntilAsync(() => $"its progress is seen at the other node: {cluster[1].Log}",
            async () => (await cluster[1].GetAsync($"/api/v1/imports/{lost}")).GetProperty("rowsRead").GetInt64() > 0);
        await cluster[0].KillAsync();
        await Wait.UntilAsync(() => $"the other node says that it was lost: {cluster[1].Log}", async () =>
            (await cluster[1].GetAsync($"/api/v1/imports/{lost}")) is var import && import.GetProperty("state").GetString() == "failed"
                && import.GetProperty("failure").GetString()!.StartsWith("The node that ran it was lost.", StringComparison.Ordinal));
    }

    private static Task StateAsync(TwoNodes cluster, string id, string state) => Wait.UntilAsync(
        $"the import is {state} at both", async () => (await Task.WhenAll(cluster.Nodes.Select(n => n.GetAsync($"/api/v1/imports/{id}"))))
            .All(i => i.GetProperty("state").GetString() == state));

    private static async Task<int[]> AccountsAsync(TwoNodes cluster) =>
        await Task.WhenAll(cluster.Nodes.Select(async n => (await n.GetAsync("/api/v1/accounts")).GetProperty("total").GetInt32()));

    private static async Task<string> ImportAsync(RunningServer node, string name, byte[] file, string options = "")
    {
        using var body = new ByteArrayContent(file);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await node.Http.PostAsync(new Uri($"/api/v1/imports?fileName={name}{options}", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("id").GetString()!;
    }
}
